/** Switching skip connections by hand, such that Undo switches them back. */
import type { StoreApi } from 'zustand/vanilla';
import { expectedGains } from '../../client/reports';
import type { Session } from '../../client/session';
import type { Blocks } from '../../config/schema';
import { covers, runsOfBlocks } from '../../config/switches';
import { runStore, type RunFacts } from '../../state/run';
import { editHistory, type History } from '../builder/history';

/** Sets skip gains of a lane from the next step on. Undo gives each of the blocks the gain that it has or is about to have now. */
export function throwSwitch(
  session: Pick<Session, 'setSkip'>,
  lane: string,
  block: Blocks,
  gain: number,
  history: Pick<History, 'thrown'> = editHistory,
  facts: Pick<StoreApi<RunFacts>, 'getState'> = runStore,
): void {
  const { lanes, pending } = facts.getState();
  const own = lanes.find(({ id }) => id === lane);
  const gains = own === undefined ? [] : expectedGains(own, pending);
  const before = runsOfBlocks(gains.map((old, index) => (covers(block, index) ? old : null)));
  const whole = before.length === 1;
  history.thrown({
    lane,
    block,
    gain,
    back() {
      // One switch where it was one, so that the link gets no longer than it must.
      for (const run of before) session.setSkip(lane, whole ? block : run.block, run.value);
    },
    again: () => session.setSkip(lane, block, gain),
  });
  session.setSkip(lane, block, gain);
}
