/** The span of steps that all panels show, chosen by brushing over one of them; null shows all. How a page is looked at. */
import { createStore } from 'zustand/vanilla';

export interface StepSpan {
  /** First and last step, both shown. */
  readonly from: number;
  readonly to: number;
}

export const spanStore = createStore<{ readonly span: StepSpan | null }>()(() => ({ span: null }));

/** Shows the steps between two, in either order; a single step is no span, and is not taken. */
export function chooseSpan(one: number, other: number, store = spanStore): void {
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  if (from < to) store.setState({ span: { from: Math.max(0, Math.round(from)), to: Math.round(to) } });
}

export function clearSpan(): void {
  spanStore.setState({ span: null });
}

/** What is held of a run, by rows in ascending order of their steps. */
interface Rows {
  readonly length: number;
  readonly stepAt: (row: number) => number | undefined;
  readonly indexOf: (step: number) => number;
}

/** The row that a profile shows: the last within the span, or before it, else the newest; -1 where there is none. */
export function profileRow(
  { length, indexOf }: Omit<Rows, 'stepAt'>,
  { span } = spanStore.getState(),
): number {
  return span === null ? length - 1 : Math.max(length === 0 ? -1 : 0, indexOf(span.to));
}

/** The step that a profile of one step shows: the last of the span that is held, else the newest; -1 before the first. */
export function profileStep(rows: Rows, chosen = spanStore.getState()): number {
  return rows.stepAt(profileRow(rows, chosen)) ?? -1;
}
