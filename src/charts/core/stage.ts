/** Margins of the plots on the stage, which fill whatever box they are given and have room for labels right of their lines. */
import { labelForm, labelRoom, type LabelForm } from './line-labels';
import type { Margins } from './pane';

/** A lower plot has its title beside the numbers of its axis, not below them. */
const LOW = 190;
const LEFT = 52;
/** One line of words above the plot; less where every unit counts. */
const TOP = 26;
const LEAST_TOP = 17;

export interface StagePlot {
  readonly margins: Margins;
  readonly form: LabelForm;
  readonly side: 'below' | 'end';
}

/** How a plot of this size is laid out, in units, with labels of so many lanes, or with their names alone. */
export function stagePlot(width: number, height: number, labels: number | 'names'): StagePlot {
  const side = labels === 'names' || height < LOW ? 'end' : 'below';
  const top = height < 130 ? LEAST_TOP : TOP;
  const bottom = side === 'end' ? 24 : 40;
  const form = labels === 'names' ? 'name' : labelForm(width, height - top - bottom, labels);
  return { form, side, margins: { top, right: labelRoom(form) + 6, bottom, left: LEFT } };
}
