/** What the newest deletion by hand has found: accuracy with and without the blocks, network by network. */
import { useStore } from 'zustand';
import { planLanes } from '../../architecture/plan-experiment';
import { LaneMark } from '../../charts/core/LaneMark';
import { useMessages } from '../../i18n/messages';
import { studyStore } from '../../state/studies';
import { formatPercent } from '../../ui/controls/format';

const IMAGES = 500;

/** What to ask for so that these blocks are deleted. */
export function deletionOf(blocks: readonly number[]) {
  return { kind: 'deletion', images: IMAGES, blocks } as const;
}

/** Nothing unless the newest deletion was of these very blocks. */
export function DeletionOutcome({ blocks }: { readonly blocks: readonly number[] }) {
  const { deletion: text, ui } = useMessages();
  const record = useStore(studyStore, ({ records }) => records.deletion);
  if (record === undefined || record.request.kind !== 'deletion') return null;
  if (record.request.blocks.join() !== blocks.join()) return null;
  const { result, state, message, experiment } = record;
  if (state === 'failed') return <p role="status">{text.failed(message)}</p>;
  if (state === 'running' || result?.kind !== 'deletion')
    return state === 'running' ? <p role="status">{text.measuring}</p> : null;
  const nameOf = (id: string): string => experiment.lanes.find((one) => one.id === id)?.label ?? id;
  // The longest network has a name for every block.
  const plans = planLanes(experiment);
  const names = blocks.map(
    (block) => plans.find((plan) => plan.blocks.length > block)?.blocks[block]?.name ?? String(block + 1),
  );
  const percent = (share: number): string => `${formatPercent(share)} %`;
  return (
    <div role="status" className="deletion-outcome" data-testid="deletion-outcome">
      <strong>{names.length === 0 ? text.nothing : text.without(names)}</strong>
      <ul>
        {result.lanes.map((id, lane) => {
          const without = result.without[lane] ?? null;
          return (
            <li key={id}>
              <LaneMark lane={experiment.lanes.findIndex((one) => one.id === id)} />{' '}
              <span>
                {`${ui.lanes.name(nameOf(id))} ${
                  without === null
                    ? text.impossible
                    : text.change(percent(result.intact[lane] ?? Number.NaN), percent(without))
                }`}
              </span>
            </li>
          );
        })}
      </ul>
      <span className="deletion-settings">{text.settings(result.images, result.step)}</span>
    </div>
  );
}
