/** A toolbar: one stop of the tab key, within which arrow keys, Home and End move. */
import {
  useCallback,
  useLayoutEffect,
  useRef,
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react';

const TOOLS = '[data-tool]:not(:disabled)';

interface Toolbar {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly role: 'toolbar';
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/**
 * Properties of the element around the tools, which have `data-tool`. Which of them is the stop is written into the page here:
 * they are components of several rooms, and need not know of each other.
 */
export function useToolbar(): Toolbar {
  const ref = useRef<HTMLDivElement>(null);
  const stop = useCallback((tool: Element | undefined): void => {
    for (const one of ref.current?.querySelectorAll<HTMLElement>('[data-tool]') ?? []) {
      one.tabIndex = one === tool ? 0 : -1;
      if (one === tool) one.dataset['stop'] = '';
      else delete one.dataset['stop'];
    }
  }, []);
  // Whenever what is around it was rendered: a tool that came anew is no stop, and one that was switched off stops nobody.
  useLayoutEffect(() => {
    const tools = [...(ref.current?.querySelectorAll<HTMLElement>(TOOLS) ?? [])];
    stop(tools.find(({ tabIndex, dataset }) => tabIndex === 0 && dataset['stop'] === '') ?? tools[0]);
  });
  return {
    ref,
    role: 'toolbar',
    onFocus: ({ target }) => {
      if (target.matches('[data-tool]')) stop(target);
    },
    onKeyDown: (event) => {
      const { target, key } = event;
      if (!(target instanceof HTMLElement) || !target.matches('[data-tool]')) return;
      const tools = [...(ref.current?.querySelectorAll<HTMLElement>(TOOLS) ?? [])];
      const at = tools.indexOf(target);
      const last = tools.length - 1;
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[key];
      if (to === undefined) return;
      event.preventDefault();
      tools[Math.max(0, Math.min(last, to))]?.focus();
    },
  };
}
