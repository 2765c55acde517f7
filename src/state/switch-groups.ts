/** Switches thrown in few steps, which are told as one: what they changed in all, and what a lane is called by it. */
import { gainsAfter } from '../config/switches';
import type { LaneFacts, SwitchMark } from './run';

/** Most steps between two switches of a lane that belong together: an arc clicked after another. */
const TOGETHER = 10;

/** Whether a switch belongs to one before it. */
export function belongTogether(before: number, step: number): boolean {
  return step - before <= TOGETHER;
}

/** How many skips are on that were not, and the other way round. */
export interface SkipChange {
  readonly on: number;
  readonly off: number;
}

/** Compares gains block by block; what is neither 0 nor 1 is on. */
export function skipChange(before: readonly number[], after: readonly number[]): SkipChange {
  const count = (from: readonly number[], to: readonly number[]): number =>
    to.filter((gain, block) => gain > 0 && !((from[block] ?? 0) > 0)).length;
  return { on: count(before, after), off: count(after, before) };
}

/** Switches of one lane that belong together. */
export interface SwitchGroup extends SkipChange {
  readonly lane: string;
  /** Steps from which on the first and the last of them are in force. */
  readonly step: number;
  readonly until: number;
  /** In the order in which they were thrown. */
  readonly marks: readonly SwitchMark[];
}

/** The switches of a lane in groups, in the order of their steps; `began`: the gains before the first. */
export function switchGroups(
  switches: readonly SwitchMark[],
  { id, began }: Pick<LaneFacts, 'id' | 'began'>,
): readonly SwitchGroup[] {
  const groups: SwitchMark[][] = [];
  for (const mark of switches.filter(({ lane }) => lane === id)) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group !== undefined && before !== undefined && belongTogether(before.step, mark.step))
      group.push(mark);
    else groups.push([mark]);
  }
  let gains = began;
  return groups.map((marks) => {
    const before = gains;
    gains = marks.reduce((own, mark) => gainsAfter(own, mark), before);
    return {
      lane: id,
      step: marks[0]?.step ?? 0,
      until: marks.at(-1)?.step ?? 0,
      marks,
      ...skipChange(before, gains),
    };
  });
}
