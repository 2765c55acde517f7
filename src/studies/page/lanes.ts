/** The lanes of a result with the names and colours that they have on the page. */
import type { Messages } from '../../i18n/messages';
import type { StudyRecord } from '../../state/studies';

export interface LanePlace {
  readonly name: string;
  /** Its place among the lanes of the experiment, which decides colour and mark. */
  readonly place: number;
}

export function lanePlaces({ result, experiment }: StudyRecord, ui: Messages['ui']): LanePlace[] {
  return (result?.lanes ?? []).map((id) => ({
    name: ui.lanes.heading(experiment.lanes.find((lane) => lane.id === id)?.label ?? id),
    place: Math.max(
      0,
      experiment.lanes.findIndex((lane) => lane.id === id),
    ),
  }));
}
