/** Kept runs in a plot: thin grey lines behind those of the run at hand, and their labels, which lie over all lines. */
import { clearOf, type Box } from '../geometry/dodge';
import { chartColours } from './colours';
import { drawLaneMark } from './lane-marks';
import { shortened } from './line-labels';
import { halo, line, type Frame, type Mark, type Point } from './marks';

const KEPT_DASHES: readonly (readonly number[])[] = [
  [5, 3],
  [1.5, 2.5],
  [9, 3],
  [9, 3, 1.5, 3],
  [5, 2, 1.5, 2, 1.5, 2],
];

/** Dash of a kept run by its place among those that are shown, so that a legend names it once for all charts. */
export function keptDash(place: number): readonly number[] {
  return KEPT_DASHES[place % KEPT_DASHES.length] ?? [];
}

/** Type of the labels of kept runs, and what they take above and below their baselines. */
const SIZE = 13;
const ASCENT = 12;
const DESCENT = 4;
/** The lane's mark before the words. */
const MARK = 12;

export interface KeptLine {
  /** Place of the run among those that are shown. */
  readonly place: number;
  readonly lane: number;
  readonly label: string;
  readonly points: readonly (Point | null)[];
  /** Left end and baseline of the label, from the pixel that the line ends at. */
  readonly labelled: (x: number, y: number, right: number) => readonly [left: number, baseline: number];
  /** Whether the label may stand at a point; without it at any. */
  readonly mayEnd?: (point: Point) => boolean;
}

/** The line of a kept run, as far as it is in the plot. */
export function keptLine({ place, points }: KeptLine): Mark {
  return line(points, { colour: chartColours().muted, width: 1.25, dash: keptDash(place), free: true });
}

/**
 * The labels of these lines near their ends, with their lanes' marks: within the plot, shortened where it is narrower, and moved up
 * or down off each other and off what is `taken`.
 */
export function keptLabels(lines: readonly KeptLine[], taken?: (frame: Frame) => readonly Box[]): Mark {
  return (frame) => {
    const { context, axis, left, right, height } = frame;
    const { muted, font } = chartColours();
    const boxes = [...(taken?.(frame) ?? [])];
    context.save();
    context.fillStyle = muted;
    context.font = `400 ${SIZE}px ${font}`;
    for (const { lane, label, points, labelled, mayEnd } of lines) {
      const last = points.findLast((point) => point !== null && (mayEnd?.(point) ?? true));
      if (!last) continue;
      const y = Math.max(axis.top, Math.min(axis.bottom, axis.free(last.y)));
      const [wanted, baseline] = labelled(frame.x(last.x), y, right);
      const words = shortened(frame, label, right - left - MARK);
      const { width } = context.measureText(words);
      // As far right as it has room.
      const start = Math.max(left + MARK, Math.min(wanted + 10, right - width));
      const box = {
        left: start - MARK,
        right: start + width,
        top: baseline - ASCENT,
        bottom: baseline + DESCENT,
      };
      const top = clearOf(box, boxes, 0, height);
      boxes.push({ ...box, top, bottom: top + ASCENT + DESCENT });
      drawLaneMark(context, lane, start - 6, top + ASCENT - 4, 3.2);
      halo(context, words, [start, top + ASCENT], { size: SIZE, colour: muted });
    }
    context.restore();
  };
}
