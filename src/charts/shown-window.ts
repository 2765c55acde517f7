/** The steps that charts over steps show: the span that was brushed, else all that are held and room for more. */
import { spanStore } from '../state/span';
import { stepWindow, type StepWindow } from './geometry/columns';

export function shownWindow({
  endStep,
  capacity,
}: {
  readonly endStep: number;
  readonly capacity: number;
}): StepWindow {
  const { span } = spanStore.getState();
  return span === null ? stepWindow(endStep, capacity) : { start: span.from, span: span.to - span.from + 1 };
}
