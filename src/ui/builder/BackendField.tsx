/** The choice of the backend, which is no part of the experiment. */
import { useId } from 'react';
import { useStore } from 'zustand';
import { BACKEND_CHOICES, withBackend } from '../../client/backend';
import { useMessages } from '../../i18n/messages';
import { pageStore } from '../../state/page';
import type { BackendChoice } from '../../contract/backend';
import { useSession } from '../page/hooks';

export function BackendField() {
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
