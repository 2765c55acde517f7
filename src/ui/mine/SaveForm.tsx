/** Saving the experiment on the page, by a name. */
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { cleanName, SAVED_LIMITS } from '../../experiments/saved';
import { useMineMessages } from '../../i18n/mine';
import { experimentStore } from '../../state/experiment';
import { runStore } from '../../state/run';
import { CheckField } from '../controls/CheckField';
import { useSession } from '../page/hooks';
import { useDefaultName } from './name';
import { NO_RUN, runAtHand } from './run-at-hand';
import { save } from './shelf';

export function SaveForm() {
  const nameOf = useDefaultName();
  const { save: texts } = useMineMessages();
  const session = useSession();
  const config = useStore(experimentStore, (state) => state.config);
  const step = useStore(runStore, (state) => state.stepCount);
  const [typed, setTyped] = useState<string | null>(null);
  const [withRun, setWithRun] = useState(true);
  const id = useId();
  const suggested = nameOf(config);
  return (
    <form
      className="mine-save"
      onSubmit={(event) => {
        event.preventDefault();
        const name = cleanName(typed ?? '') === '' ? suggested : (typed ?? '');
        setTyped(null);
        void save(config, name, () => (withRun ? runAtHand(session) : Promise.resolve(NO_RUN)));
      }}
    >
      <label htmlFor={id}>{texts.name}</label>
      <input
        id={id}
        type="text"
        data-testid="mine-name"
        dir="auto"
        autoComplete="off"
        maxLength={SAVED_LIMITS.name}
        value={typed ?? suggested}
        onChange={({ target }) => setTyped(target.value)}
        onFocus={({ target }) => target.select()}
      />
      <button type="submit" className="button button-primary" data-testid="mine-save">
        {texts.save}
      </button>
      {step > 0 && <CheckField label={texts.withRun(step)} value={withRun} onCommit={setWithRun} />}
    </form>
  );
}
