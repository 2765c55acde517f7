/** The network that the builder edits, as an experiment of its own, and how a change of it becomes one of the experiment. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { planExperiment, planLanes, type LanePlan } from '../../architecture/plan-experiment';
import { viewOfLane, withView } from '../../config/edit/lanes';
import type { ExperimentConfig, LaneConfig } from '../../config/schema';
import { changeExperiment, experimentStore } from '../../state/experiment';
import { chooseNothing } from '../diagram/selection';

function currentId(): string | null {
  return editedLane(experimentStore.getState().config, editedStore.getState().lane)?.id ?? null;
}

/** The experiment as the functions of `config/edit*.ts` see it: with the edited network as that of the experiment. */
export function editedView(): ExperimentConfig {
  return viewOfLane(experimentStore.getState().config, currentId());
}

/** The experiment in which a changed view is put back. */
export function fromView(view: ExperimentConfig): ExperimentConfig {
  return withView(experimentStore.getState().config, currentId(), view);
}

/** Makes a changed view the experiment. */
export function changeView(view: ExperimentConfig): void {
  changeExperiment(fromView(view));
}

/** Turns the builder to a lane's network, or to the shared one; what was selected belongs to the other. */
export function edit(lane: string | null): void {
  const before = currentId();
  editedStore.setState({ lane });
  if (currentId() !== before) chooseNothing();
}

/** The lane whose own network the builder edits, null for the shared one. */
export function useEditedLane(): LaneConfig | null {
  const stored = useStore(editedStore, (state) => state.lane);
  return useStore(experimentStore, ({ config }) => editedLane(config, stored));
}

/** The view that the builder shows. */
export function useEditedView(): ExperimentConfig {
  const lane = useEditedLane();
  // Not in the selector: a view is another object each time.
  const config = useStore(experimentStore, (state) => state.config);
  return viewOfLane(config, lane?.id ?? null);
}

/** Plan of the edited network. */
export function useEditedPlan(): LanePlan {
  const lane = useEditedLane();
  return useStore(experimentStore, ({ config }) => {
    const index = config.lanes.findIndex(({ id }) => id === lane?.id);
    return planLanes(config)[index] ?? planExperiment(config);
  });
}

/** Whether the builder edits the network that a lane has. */
export function useIsEdited(id: string): boolean {
  const edited = useEditedLane();
  const own = useStore(experimentStore, ({ config }) => {
    const lane = config.lanes.find((one) => one.id === id);
    return lane?.network !== undefined || lane?.classic !== undefined;
  });
  return edited === null ? !own : edited.id === id;
}

/** Null stands for the shared network; so does a lane that has none of its own, or is gone. */
const editedStore = createStore<{ readonly lane: string | null }>()(() => ({ lane: null }));

/** The lane whose own network is edited, null where it is the shared one. */
function editedLane({ lanes }: ExperimentConfig, stored: string | null): LaneConfig | null {
  const own = (lane: LaneConfig): boolean => lane.network !== undefined || lane.classic !== undefined;
  const lane = lanes.find(({ id }) => id === stored);
  if (lane !== undefined) return own(lane) ? lane : null;
  // Where nobody shares, there is nothing to see of the shared one.
  return lanes.every(own) ? (lanes[0] ?? null) : null;
}
