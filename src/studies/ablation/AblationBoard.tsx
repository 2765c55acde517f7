/** A button per block: pressed ones are deleted together at test time, and the accuracy is measured at every press. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { studyStore } from '../../state/studies';
import { runStore } from '../../state/run';
import { usePlans, useSession } from '../../ui/page/hooks';
import './ablation.css';
import { DeletionOutcome, deletionOf } from './AblationOutcome';

const NONE: readonly number[] = [];

export function DeletionBoard() {
  const { deletion: text } = useMessages();
  const session = useSession();
  const plans = usePlans();
  const [chosen, setChosen] = useState(NONE);
  const busy = useStore(studyStore, ({ current }) => current !== null);
  const ready = useStore(runStore, ({ status }) => status.kind === 'paused' || status.kind === 'running');
  // Named after the network that has most of them.
  const plan = plans.reduce((most, one) => (one.blocks.length > most.blocks.length ? one : most));
  const choose = (blocks: readonly number[]) => {
    // Not disabled, which would take the keyboard's focus away after every press.
    if (busy) return;
    setChosen(blocks);
    session.study(deletionOf(blocks));
  };
  if (plan.blocks.length === 0) return null;
  const present = chosen.filter((block) => block < plan.blocks.length);
  return (
    <section className="deletion" data-testid="deletion-board">
      <h4 className="study-subtitle">{text.title}</h4>
      <p className="chart-explanation">{text.hint}</p>
      <div role="group" aria-label={text.group} className="deletion-blocks">
        {plan.blocks.map(({ index, name }) => (
          <button
            key={name}
            type="button"
            className="deletion-block"
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
      <DeletionOutcome blocks={present} />
    </section>
  );
}
