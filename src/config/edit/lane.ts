/**
 * Changes of one lane's architecture with the functions of `edit.ts` and its neighbours, which all work on the network of
 * the experiment: a lane that has one of its own is looked at as an experiment of that network alone, and put back.
 */
import type { ExperimentConfig, LaneConfig } from '../schema';

/** Whether a lane has the network of the experiment. */
export function shares({ network, classic }: LaneConfig): boolean {
  return network === undefined && classic === undefined;
}

/** The lanes that have the network of the experiment changed; the others as they are. */
export function changeSharing(
  lanes: readonly LaneConfig[],
  change: (lane: LaneConfig, index: number) => LaneConfig,
): readonly LaneConfig[] {
  return lanes.map((lane, index) => (shares(lane) ? change(lane, index) : lane));
}

/**
 * The experiment as it concerns one lane: where that has a network of its own, this network and this lane alone; else the
 * experiment itself, and so for a lane of a classic network, which has no blocks. Made for changes, see `editLane`.
 */
export function viewOfLane(config: ExperimentConfig, id: string | null): ExperimentConfig {
  const lane = config.lanes.find((one) => one.id === id);
  if (lane?.network === undefined) return config;
  const { network, ...rest } = lane;
  return {
    ...config,
    network,
    lanes: [rest],
    timeline: config.timeline.filter((event) => event.lane === id),
  };
}

/** An experiment whose view of a lane was changed: that lane's network, gains and switches from the view, all else too. */
export function withView(
  config: ExperimentConfig,
  id: string | null,
  view: ExperimentConfig,
): ExperimentConfig {
  const lane = config.lanes.find((one) => one.id === id);
  if (lane?.network === undefined) return view;
  const [changed] = view.lanes;
  const others = config.timeline.filter((event) => event.lane !== id);
  return {
    ...view,
    network: config.network,
    lanes: config.lanes.map((one) => (one === lane ? { ...lane, ...changed, network: view.network } : one)),
    timeline: [...others, ...view.timeline].toSorted((a, b) => a.step - b.step),
  };
}

/** Applies a change to the network that a lane has: its own, or the one that it shares. */
export function editLane(
  config: ExperimentConfig,
  id: string | null,
  edit: (view: ExperimentConfig) => ExperimentConfig,
): ExperimentConfig {
  return withView(config, id, edit(viewOfLane(config, id)));
}
