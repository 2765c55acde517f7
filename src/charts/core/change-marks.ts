/** What was changed while training, skips and learning rates, as marks over a chart of steps. */
import type { LanePlan } from '../../architecture/plan-experiment';
import { formatNumber } from '../../config/codec/format';
import type { Messages } from '../../i18n/messages';
import { laneName } from '../../state/lane-style';
import { runStore } from '../../state/run';
import { isWithin, type StepWindow } from '../geometry/columns';
import type { DrawnMark } from './switch-marks';
import { switchedBlock } from './texts';

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
