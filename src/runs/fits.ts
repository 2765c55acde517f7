/** Whether the state of a run goes with its experiment: one that another page has written may not. */
import type { LanePlan } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';
import type { RunState } from '../contract/run-state';

/** Numbers of all parameters of a network. */
function numbersOf({ parameters }: LanePlan): number {
  return parameters.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
}

/** `plans` are those of the experiment's lanes, in their order. */
export function fits(
  { checkpoint, diverged }: RunState,
  { lanes }: ExperimentConfig,
  plans: readonly LanePlan[],
): boolean {
  return (
    checkpoint.lanes.length === lanes.length &&
    diverged.every((id) => lanes.some((lane) => lane.id === id)) &&
    checkpoint.lanes.every(({ id, gains, parameters, statistics, optimiser }, index) => {
      const [plan, lane] = [plans[index], lanes[index]];
      if (plan === undefined || lane?.id !== id || gains.length !== lane.gains.length) return false;
      const { first, second, updates } = optimiser;
      const numbers = numbersOf(plan);
      const norms = plan.norms.filter(({ groups }) => groups === null);
      return (
        parameters.length === numbers &&
        first.length === numbers &&
        (second.length === 0 || second.length === numbers) &&
        updates.length === plan.parameters.length &&
        statistics.size === norms.length &&
        norms.every(({ name, shape: { channels } }) => {
          const running = statistics.get(name);
          return running?.mean.length === channels && running.variance.length === channels;
        })
      );
    })
  );
}
