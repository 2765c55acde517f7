/** Controls of the data and the seeds, and of the backend, which is no part of the experiment. */
import { useId } from 'react';
import { useStore } from 'zustand';
import { BACKEND_CHOICES, withBackend } from '../../client/backend';
import { CHOICES, LIMITS, type SeedsConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { pageStore } from '../../state/page';
import type { BackendChoice } from '../../worker/protocol';
import { useExperiment, useSession } from '../hooks';
import { ChoiceField } from './ChoiceField';
import { NumberField } from './NumberField';

export function DataSection() {
  const { ui } = useMessages();
  const config = useExperiment();
  const { data, seeds } = config;
  const { fields, choices } = ui.builder;
  const setSeeds = (part: Partial<SeedsConfig>) =>
    changeExperiment({ ...config, seeds: { ...seeds, ...part } });
  return (
    <>
      <ChoiceField
        label={fields.set}
        hint={choices.setHint[data.set]}
        choices={CHOICES.set}
        text={(name) => choices.set[name]}
        value={data.set}
        onCommit={(set) => changeExperiment({ ...config, data: { ...data, set } })}
      />
      <ChoiceField
        label={fields.inputSize}
        choices={CHOICES.inputSize}
        text={choices.inputSize}
        value={data.inputSize}
        onCommit={(inputSize) => changeExperiment({ ...config, data: { ...data, inputSize } })}
      />
      <NumberField
        label={fields.seedInit}
        hint={fields.seedHint}
        value={seeds.init}
        bounds={LIMITS.seed}
        integer
        onCommit={(init) => setSeeds({ init })}
      />
      <div className="fields-two">
        <NumberField
          label={fields.seedOrder}
          value={seeds.order}
          bounds={LIMITS.seed}
          integer
          onCommit={(order) => setSeeds({ order })}
        />
        <NumberField
          label={fields.seedData}
          value={seeds.data}
          bounds={LIMITS.seed}
          integer
          onCommit={(seed) => setSeeds({ data: seed })}
        />
      </div>
      <BackendField />
    </>
  );
}

function BackendField() {
  const { ui } = useMessages();
  const id = useId();
  const session = useSession();
  const choice = useStore(pageStore, (state) => state.backend);
  const choose = (backend: BackendChoice) => {
    history.replaceState(history.state, '', withBackend(location.href, backend));
    pageStore.setState({ backend, unknownBackend: null, backendNoticeDismissed: false });
    session.setBackend(backend);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{ui.backend.choiceLabel}</label>
      <select
        id={id}
        value={choice}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          const chosen = BACKEND_CHOICES.find((name) => name === event.target.value);
          if (chosen !== undefined) choose(chosen);
        }}
      >
        {BACKEND_CHOICES.map((name) => (
          <option key={name} value={name}>
            {ui.backend.choices[name]}
          </option>
        ))}
      </select>
      <p id={`${id}-hint`} className="field-hint">
        {ui.backend.choiceHint}
      </p>
    </div>
  );
}
