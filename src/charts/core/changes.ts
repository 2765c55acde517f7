/** What was changed while training, skips and learning rates, as marks over a chart of steps. */
import type { LanePlan } from '../../architecture/plan-experiment';
import { formatNumber } from '../../config/codec/format';
import { boundsOf } from '../../config/switches';
import type { Messages } from '../../i18n/messages';
import { laneName } from '../../i18n/lane-names';
import type { RunFacts, SwitchMark } from '../../state/run';
import { switchGroups, type SwitchGroup } from '../../state/switch-groups';
import { isWithin, type StepWindow } from '../geometry/steps';
import { chartColours } from './colours';
import type { Mark } from './marks';

interface ChangesOf {
  readonly run: Pick<RunFacts, 'lanes' | 'switches' | 'rates'>;
  /** Steps in sight. */
  readonly window: StepWindow;
  /** Plan of a lane, for the names of its blocks. */
  readonly planOf: (lane: string) => LanePlan | undefined;
  /** The only lane that the chart is about; absent where it shows all of them, and marks say which is meant. */
  readonly lane?: string;
  /** Baseline of the labels, and where the lines end, if not at the edges of the plot. */
  readonly label?: number;
  readonly bottom?: number;
}

/** Vertical lines with labels that do not run into each other: one that would is counted with the one before. */
export function changes(messages: Messages['charts'], options: ChangesOf): Mark {
  const { run, window, planOf, lane, label = -6, bottom } = options;
  const thrown = run.lanes
    .filter(({ id }) => lane === undefined || id === lane)
    .flatMap((own) => switchGroups(run.switches, own))
    .map((group) => {
      const text = groupText(messages, group, planOf(group.lane));
      const named = lane === undefined ? messages.ofLane(laneName(group.lane), text) : text;
      return { step: group.step, text: messages.atStep(named, group.step) };
    });
  const set = run.rates.map(({ step, rate }) => ({ step, text: messages.rateText(formatNumber(rate)) }));
  const marks = [...thrown, ...set]
    .filter(({ step }) => isWithin(window, step))
    .toSorted((a, b) => a.step - b.step);
  return ({ context, x, left, right, height }) => {
    if (marks.length === 0) return;
    const { ink, surface, font } = chartColours();
    context.save();
    context.font = `12px ${font}`;
    context.setLineDash([]);
    for (const { step } of marks) {
      // A light line under a dark one, or the reverse: visible on every colour of a map.
      for (const [colour, width] of [
        [surface, 3],
        [ink, 1.25],
      ] as const) {
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.beginPath();
        context.moveTo(x(step), label + 3);
        context.lineTo(x(step), bottom ?? height);
        context.stroke();
      }
    }
    const labels = placeLabels(
      marks.map(({ step, text }) => ({ x: x(step) - left, item: text })),
      right - left,
      (text, more) => context.measureText(messages.moreSwitches(text, more)).width,
    );
    context.fillStyle = ink;
    for (const { left: at, item, more } of labels)
      context.fillText(messages.moreSwitches(item, more), left + at, label);
    context.restore();
  };
}

/** What switches that were thrown together did; those that took back what they did are told by the last of them. */
function groupText(
  messages: Messages['charts'],
  { on, off, marks }: SwitchGroup,
  plan: LanePlan | undefined,
): string {
  const last = marks.at(-1);
  const count = plan?.blocks.length ?? 0;
  const isOne = marks.length === 1 && (last?.block !== 'all' || on + off === 0);
  if (last !== undefined && (isOne || on + off === 0))
    return messages.switchText(switchedBlock(last, plan), last.gain);
  return messages.thrownText(on, off, Math.max(on, off) === count);
}

/** Name of the block that a switch is for, or of the first and last of a run, in the plan of its lane; null for all blocks. */
export function switchedBlock({ block }: SwitchMark, plan: LanePlan | undefined): string | null {
  const nameOf = (index: number): string => plan?.blocks[index]?.name ?? String(index);
  const bounds = boundsOf(block);
  return bounds && [...new Set(bounds)].map(nameOf).join('–');
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
