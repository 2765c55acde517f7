/** The steps that charts over steps show: the span that was brushed, else all and room for more. */
import { spanStore } from '../../state/span';
import { stepWindow, type StepWindow } from '../geometry/steps';

export function shownWindow({ endStep }: { readonly endStep: number }): StepWindow {
  const { span } = spanStore.getState();
  return span === null ? stepWindow(endStep) : { start: span.from, span: span.to - span.from + 1 };
}
