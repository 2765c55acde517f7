/** What was changed while training, skips and learning rates, as marks over a chart of steps. */
import type { LanePlan } from '../../architecture/plan-experiment';
import { formatNumber } from '../../config/codec/format';
import type { Messages } from '../../i18n/messages';
import { laneName } from '../../state/lane-style';
import { runStore } from '../../state/run';
import { isWithin, type StepWindow } from '../geometry/steps';
import { switchedBlock } from './texts';
import { chartColours } from './colours';

interface MarksOf {
  /** Steps in sight, and where they are drawn. */
  readonly window: StepWindow;
  readonly x: (step: number) => number;
  /** Plan of a lane, for the names of its blocks. */
  readonly planOf: (lane: string) => LanePlan | undefined;
  /** The only lane that the chart is about; absent where it shows all of them, and marks say which is meant. */
  readonly lane?: string;
}

/** In the order of their steps, as labels that run into each other are joined with the one before. */
export function changeMarks(messages: Messages['charts'], { window, x, planOf, lane }: MarksOf): DrawnMark[] {
  const { switches, rates } = runStore.getState();
  const thrown = switches
    .filter((mark) => lane === undefined || mark.lane === lane)
    .map((mark) => {
      const text = messages.switchText(switchedBlock(mark, planOf(mark.lane)), mark.gain);
      return {
        step: mark.step,
        text: lane === undefined ? messages.ofLane(laneName(mark.lane), text) : text,
      };
    });
  const set = rates.map(({ step, rate }) => ({ step, text: messages.rateText(formatNumber(rate)) }));
  return [...thrown, ...set]
    .filter(({ step }) => isWithin(window, step))
    .toSorted((a, b) => a.step - b.step)
    .map(({ step, text }) => ({ x: x(step), text }));
}

export interface DrawnMark {
  readonly x: number;
  readonly text: string;
}

export interface MarkArea {
  readonly left: number;
  readonly right: number;
  /** Baseline of the labels. */
  readonly label: number;
  readonly top: number;
  readonly bottom: number;
}

/** Draws the marks; `combine` words a label that stands for more than its own switch. */
export function drawSwitchMarks(
  context: CanvasRenderingContext2D,
  marks: readonly DrawnMark[],
  area: MarkArea,
  combine: (text: string, more: number) => string,
): void {
  if (marks.length === 0) return;
  const { ink, surface, font } = chartColours();
  context.save();
  context.font = `11px ${font}`;
  context.setLineDash([]);
  for (const { x } of marks) {
    // A light line under a dark one, or the reverse: visible on every colour of a map.
    for (const [colour, width] of [
      [surface, 3],
      [ink, 1.25],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x, area.label + 3);
      context.lineTo(x, area.bottom);
      context.stroke();
    }
  }
  const labels = placeLabels(
    marks.map(({ x, text }) => ({ x: x - area.left, item: text })),
    area.right - area.left,
    (text, more) => context.measureText(combine(text, more)).width,
  );
  context.fillStyle = ink;
  for (const { left, item, more } of labels)
    context.fillText(combine(item, more), area.left + left, area.label);
  context.restore();
}

interface PlacedLabel<T> {
  readonly x: number;
  /** Left end of the text; the text may stand left of its mark where it would leave the chart on the right. */
  readonly left: number;
  readonly item: T;
  /** Items behind it that had no room for a label of their own. */
  readonly more: number;
}

/**
 * Places labels from left to right; one that would touch the one before is counted with that. `widthOf` measures a
 * label with `more` hidden items, in pixels; `right` is the end of the line.
 */
export function placeLabels<T>(
  items: readonly { readonly x: number; readonly item: T }[],
  right: number,
  widthOf: (item: T, more: number) => number,
): PlacedLabel<T>[] {
  const placed: PlacedLabel<T>[] = [];
  const leftOf = (x: number, item: T, more: number): number =>
    Math.max(0, Math.min(x, right - widthOf(item, more)));
  for (const { x, item } of items.toSorted((a, b) => a.x - b.x)) {
    const before = placed.at(-1);
    const left = leftOf(x, item, 0);
    if (before !== undefined && before.left + widthOf(before.item, before.more) + 6 > left) {
      const more = before.more + 1;
      placed[placed.length - 1] = {
        ...before,
        more,
        left: Math.min(before.left, leftOf(before.x, before.item, more)),
      };
    } else {
      placed.push({ x, left, item, more: 0 });
    }
  }
  return placed;
}
