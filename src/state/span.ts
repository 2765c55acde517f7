/** The span of steps that all panels show, chosen by brushing over one of them; null shows all. How a page is looked at. */
import { createStore } from 'zustand/vanilla';

export interface StepSpan {
  /** First and last step, both shown. */
  readonly from: number;
  readonly to: number;
}

export const spanStore = createStore<{ readonly span: StepSpan | null }>()(() => ({ span: null }));

/** Shows the steps between two, in either order; a single step is no span, and is not taken. */
export function chooseSpan(one: number, other: number): void {
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  if (from < to) spanStore.setState({ span: { from: Math.max(0, Math.round(from)), to: Math.round(to) } });
}

export function clearSpan(): void {
  spanStore.setState({ span: null });
}

/** The row that a profile shows: the last within the span, or before it, else the newest; -1 where there is none. */
export function profileRow(store: {
  readonly length: number;
  readonly indexOf: (step: number) => number;
}): number {
  const { span } = spanStore.getState();
  return span === null ? store.length - 1 : Math.max(store.length === 0 ? -1 : 0, store.indexOf(span.to));
}

/** The step that a profile of one step shows: the last of the span that is held, else the newest; -1 before the first. */
export function profileStep(store: {
  readonly length: number;
  readonly stepAt: (row: number) => number | undefined;
  readonly indexOf: (step: number) => number;
}): number {
  return store.stepAt(profileRow(store)) ?? -1;
}
