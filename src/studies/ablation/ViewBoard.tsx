/** Blocks deleted together at test time: a button per block, or those selected in the diagram, and the accuracy without them. */
import { useStore } from 'zustand';
import { LaneMark } from '../../charts/core/LaneMark';
import { isolated } from '../../i18n/isolated';
import { useStudyMessages } from '../../i18n/studies';
import { runStore } from '../../state/run';
import { studyStore } from '../../state/studies';
import { usePlans, useSession } from '../../ui/page/hooks';
import { firstRequest, type RequestOf } from '../kinds';
import { percent } from '../page/answer';
import { blockNames } from './names';

const NONE: readonly number[] = [];

/** Has these blocks deleted, and whether that can be asked for now. */
function useAblation(request = firstRequest('ablation')) {
  const session = useSession();
  return {
    ablate: (blocks: readonly number[]) => session.study({ ...request, blocks }),
    busy: useStore(studyStore, ({ current }) => current !== null),
    ready: useStore(runStore, ({ status }) => status.kind === 'paused' || status.kind === 'running'),
  };
}

interface BoardProps {
  readonly request: RequestOf<'ablation'>;
  readonly onChange: (request: RequestOf<'ablation'>) => void;
}

/** Deleted at every press. */
export function AblationBoard({ request, onChange }: BoardProps) {
  const text = useStudyMessages().studies.kinds.ablation;
  const plans = usePlans();
  const { ablate, busy, ready } = useAblation(request);
  // Named after the network that has most of them.
  const plan = plans.reduce((most, one) => (one.blocks.length > most.blocks.length ? one : most));
  const choose = (blocks: readonly number[]) => {
    // Not disabled, which would take the keyboard's focus away after every press.
    if (busy) return;
    onChange({ ...request, blocks });
    ablate(blocks);
  };
  if (plan.blocks.length === 0) return null;
  const present = request.blocks.filter((block) => block < plan.blocks.length);
  return (
    <div role="group" aria-label={text.group} className="ablation-blocks" data-testid="deletion-board">
      {plan.blocks.map(({ index, name }) => (
        <button
          key={name}
          type="button"
          className="ablation-block"
          aria-pressed={present.includes(index)}
          aria-label={text.block(name)}
          title={name}
          disabled={!ready}
          aria-disabled={busy}
          onClick={() =>
            choose(
              present.includes(index)
                ? present.filter((block) => block !== index)
                : [...present, index].toSorted((a, b) => a - b),
            )
          }
        >
          {index + 1}
        </button>
      ))}
      {present.length > 0 && (
        <button
          type="button"
          className="button"
          disabled={!ready}
          aria-disabled={busy}
          onClick={() => choose(NONE)}
        >
          {text.all}
        </button>
      )}
    </div>
  );
}

/** For the blocks selected in the diagram. */
export function AblateSelected({ blocks }: { readonly blocks: readonly number[] }) {
  const text = useStudyMessages().studies.kinds.ablation;
  const { ablate, busy, ready } = useAblation();
  const sorted = blocks.toSorted((a, b) => a - b);
  return (
    <div className="ablation">
      <button
        type="button"
        className="button"
        title={busy ? text.busy : ready ? text.testHint : text.notReady}
        disabled={busy || !ready}
        data-testid="delete-selected"
        onClick={() => ablate(sorted)}
      >
        {text.test}
      </button>
      <AblationOutcome blocks={sorted} />
    </div>
  );
}

/** What the newest ablation has found, network by network; nothing unless it was of these very blocks. */
function AblationOutcome({ blocks }: { readonly blocks: readonly number[] }) {
  const { studies, ui } = useStudyMessages();
  const text = studies.kinds.ablation;
  const record = useStore(studyStore, ({ records }) => records.ablation);
  if (record === undefined || record.request.blocks.join() !== blocks.join()) return null;
  const { result, state, message, experiment } = record;
  if (state === 'failed') return <p role="status">{text.failed(message)}</p>;
  if (state === 'running') return <p role="status">{text.measuring}</p>;
  if (result === null) return null;
  const nameOf = (id: string): string =>
    isolated(experiment.lanes.find((one) => one.id === id)?.label ?? ui.lanes.within(id));
  const names = blockNames(experiment, blocks);
  return (
    <div role="status" className="ablation-outcome" data-testid="deletion-outcome">
      <strong>{names.length === 0 ? text.nothing : text.ablated(names)}</strong>
      <ul>
        {result.lanes.map((id, lane) => {
          const ablated = result.ablated[lane] ?? null;
          return (
            <li key={id}>
              <LaneMark lane={experiment.lanes.findIndex((one) => one.id === id)} />{' '}
              <span>
                {`${ui.lanes.name(nameOf(id))} ${
                  ablated === null
                    ? text.impossible
                    : text.change(percent(result.intact[lane] ?? Number.NaN), percent(ablated))
                }`}
              </span>
            </li>
          );
        })}
      </ul>
      <span className="ablation-settings">{text.settings(result.images, result.step)}</span>
    </div>
  );
}
