/**
 * Changes of a config as the controls make them: pure, each giving a new config. The values handed in are not checked
 * here; whoever stores the result passes it through `repair.ts`.
 */
import { defaultGain, usualWidths } from './defaults';
import { changeSharing, shares } from './edit-lane';
import { equal } from './equal';
import { LIMITS } from './limits';
import type { ExperimentConfig, LaneConfig, RateEvent, SwitchEvent } from './schema';

/** The most frequent gain of a lane, the earliest of equals; of a lane without blocks, its default. */
function prevailingGain(lane: LaneConfig): number {
  const counts = new Map<number, number>();
  for (const gain of lane.gains) counts.set(gain, (counts.get(gain) ?? 0) + 1);
  let best = defaultGain(lane.id);
  let most = 0;
  for (const [gain, count] of counts) {
    if (count > most) [best, most] = [gain, count];
  }
  return best;
}

/**
 * Sets the number of blocks of a stage of the experiment's network. Blocks come and go at the end of the stage; the others keep their gains,
 * their own settings and their recorded switches, new ones take the gain that prevails in their lane.
 */
export function setBlocks(config: ExperimentConfig, stage: number, blocks: number): ExperimentConfig {
  const { stages } = config.network;
  const old = stages[stage];
  if (old === undefined || old.blocks === blocks) return config;
  const first = stages.slice(0, stage).reduce((sum, { blocks: count }) => sum + count, 0);
  const kept = first + Math.min(old.blocks, blocks);
  const end = first + old.blocks;
  const added = Math.max(0, blocks - old.blocks);
  const lanes = changeSharing(config.lanes, (lane) => ({
    ...lane,
    gains: [
      ...lane.gains.slice(0, kept),
      ...Array.from({ length: added }, () => prevailingGain(lane)),
      ...lane.gains.slice(end),
    ],
  }));
  const sharing = new Set(config.lanes.filter(shares).map(({ id }) => id));
  const timeline = config.timeline.flatMap((event) => {
    if (!sharing.has(event.lane) || event.block === 'all' || event.block < kept) return [event];
    return event.block < end ? [] : [{ ...event, block: event.block + blocks - old.blocks }];
  });
  const overrides = config.network.overrides.flatMap((override) => {
    if (override.block < kept) return [override];
    return override.block < end ? [] : [{ ...override, block: override.block + blocks - old.blocks }];
  });
  const changed = stages.map((each, index) => (index === stage ? { ...each, blocks } : each));
  return { ...config, network: { ...config.network, stages: changed, overrides }, lanes, timeline };
}

/** Sets the width of the stem, and the stages' to once, twice, four times that and so on. */
export function setWidth(config: ExperimentConfig, width: number): ExperimentConfig {
  const widths = usualWidths(width, config.network.stages.length);
  const stages = config.network.stages.map((stage, index) => ({
    ...stage,
    width: widths[index] ?? stage.width,
  }));
  return { ...config, network: { ...config.network, stemWidth: width, stages } };
}

function switched(lanes: readonly LaneConfig[], event: Omit<SwitchEvent, 'step'>): readonly LaneConfig[] {
  return lanes.map((lane) =>
    lane.id !== event.lane
      ? lane
      : {
          ...lane,
          gains: lane.gains.map((gain, block) =>
            event.block === 'all' || event.block === block ? event.gain : gain,
          ),
        },
  );
}

/** Sets the gain at step 0 of one block of a lane, or of all of them. */
export function setGain(
  config: ExperimentConfig,
  lane: string,
  block: number | 'all',
  gain: number,
): ExperimentConfig {
  return { ...config, lanes: switched(config.lanes, { lane, block, gain }) };
}

/** The lanes with the gains in force in the gradient computed at a step. */
export function gainsAt(config: ExperimentConfig, step: number): readonly LaneConfig[] {
  return config.timeline
    .filter((event) => event.step <= step)
    .reduce<readonly LaneConfig[]>(switched, config.lanes);
}

/** The learning rate that the schedule goes on from at a step: that of the optimiser, or the last one set since. */
export function rateAt(
  { optimiser, rates }: Pick<ExperimentConfig, 'optimiser' | 'rates'>,
  step: number,
): number {
  return rates.findLast((event) => event.step <= step)?.rate ?? optimiser.learningRate;
}

/**
 * The experiment with another learning rate in place of the one in force at a step: the optimiser's, or the last one set live, so
 * that a run stays as it was up to there.
 */
export function replaceRate(config: ExperimentConfig, step: number, rate: number): ExperimentConfig {
  const at = config.rates.findLastIndex((event) => event.step <= step);
  const event = config.rates[at];
  return event === undefined
    ? { ...config, optimiser: { ...config.optimiser, learningRate: rate } }
    : { ...config, rates: config.rates.with(at, { ...event, rate }) };
}

/** Forgets what was recorded while training: switches and learning rates. */
export function clearTimeline(config: ExperimentConfig): ExperimentConfig {
  return { ...config, timeline: [], rates: [] };
}

/** Whether anything was recorded while training. */
export function isRecorded({ timeline, rates }: Pick<ExperimentConfig, 'timeline' | 'rates'>): boolean {
  return timeline.length > 0 || rates.length > 0;
}

/**
 * Records a switch thrown live. It rewrites the recorded future: later events, rates too, are dropped, and so are those of its own
 * step that it overrides. At step 0 it changes the gains that the run starts with. A switch that changes nothing is not
 * kept, so links stay short. Where the timeline is full the same config comes back: the run then goes on as thrown,
 * but its link does not replay that switch.
 */
export function recordSwitch(config: ExperimentConfig, event: SwitchEvent): ExperimentConfig {
  const { step, lane, block, gain } = event;
  if (step <= 0) return clearTimeline(setGain(config, lane, block, gain));
  const overridden = (other: SwitchEvent): boolean =>
    other.lane === lane && (block === 'all' || other.block === block);
  const past = config.timeline.filter(
    (other) => other.step < step || (other.step === step && !overridden(other)),
  );
  const rates = config.rates.filter((other) => other.step <= step);
  const before = gainsAt({ ...config, timeline: past }, step);
  if (equal(before, switched(before, event))) return { ...config, timeline: past, rates };
  if (past.length >= LIMITS.timelineEvents) return config;
  return { ...config, timeline: [...past, { step, lane, block, gain }], rates };
}

/** Records a learning rate set live, as `recordSwitch` does a switch; at step 0 it is the optimiser's. */
export function recordRate(config: ExperimentConfig, { step, rate }: RateEvent): ExperimentConfig {
  if (step <= 0) return clearTimeline({ ...config, optimiser: { ...config.optimiser, learningRate: rate } });
  const timeline = config.timeline.filter((other) => other.step <= step);
  const past = config.rates.filter((other) => other.step < step);
  const changed = { ...config, timeline, rates: past };
  if (rateAt(changed, step) === rate) return changed;
  if (past.length >= LIMITS.timelineEvents) return config;
  return { ...changed, rates: [...past, { step, rate }] };
}
