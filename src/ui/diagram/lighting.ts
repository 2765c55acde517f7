/**
 * Lights up in a diagram what the pointer or the keyboard rests on, here or in another panel. It writes into the page past
 * React: a pointer passes dozens of layers in a second, and a deep network has hundreds of places that would each be asked.
 */
import { useLayoutEffect, type RefObject } from 'react';
import type { NetworkPlan } from '../../architecture/plan';
import { highlightStore, isLitBlock, layersOf, type Highlight } from '../../state/highlight';
import { holderOf, type DiagramLayout } from './layout';

/** What a diagram marks with `data-lit`, by selectors: places by their item, bars by their layer. */
export function litSelectors(plan: NetworkPlan, layout: DiagramLayout, state: Highlight): readonly string[] {
  const layers = new Set(state.layer === null ? layersOf(state) : [state.layer]);
  const blocks = plan.blocks.filter(
    ({ index, branch, projection }) =>
      isLitBlock(state, index) ||
      branch.some(({ name }) => layers.has(name)) ||
      (projection !== null && layers.has(projection.name)),
  );
  const items = new Set([
    ...(layers.has(plan.stem.name) ? ['stem'] : []),
    ...blocks.map(({ index }) => holderOf(layout, index)),
    ...(layers.has(plan.dense.name) ? ['head'] : []),
  ]);
  return [
    ...[...items].map((item) => `[data-place="${item}"]`),
    ...[...layers].map((layer) => `[data-layer="${layer}"]`),
  ];
}

/** Follows what is highlighted for as long as the diagram is shown; `host` holds it. */
export function useLighting(
  host: RefObject<HTMLElement | null>,
  plan: NetworkPlan,
  layout: DiagramLayout,
): void {
  useLayoutEffect(() => {
    let lit: readonly Element[] = [];
    const light = (): void => {
      const selectors = litSelectors(plan, layout, highlightStore.getState());
      for (const element of lit) element.removeAttribute('data-lit');
      lit = selectors.length === 0 ? [] : [...(host.current?.querySelectorAll(selectors.join(',')) ?? [])];
      for (const element of lit) element.setAttribute('data-lit', 'true');
    };
    light();
    const unsubscribe = highlightStore.subscribe(light);
    return () => {
      unsubscribe();
      for (const element of lit) element.removeAttribute('data-lit');
    };
  }, [host, plan, layout]);
}
