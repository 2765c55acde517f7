/** The choice of the backend, which is no part of the experiment. */
import { useStore } from 'zustand';
import { BACKEND_CHOICES, withBackend } from '../../client/backend';
import { useMessages } from '../../i18n/messages';
import { pageStore } from '../../state/page';
import { SelectField } from '../controls/SelectField';
import { useSession } from '../page/hooks';

export function BackendField() {
  const { ui } = useMessages();
  const session = useSession();
  const choice = useStore(pageStore, (state) => state.backend);
  return (
    <SelectField
      label={ui.backend.choiceLabel}
      hint={ui.backend.choiceHint}
      choices={BACKEND_CHOICES}
      text={(name) => ui.backend.choices[name]}
      value={choice}
      onCommit={(backend) => {
        history.replaceState(history.state, '', withBackend(location.href, backend));
        pageStore.setState({ backend, unknownBackend: null, backendNoticeDismissed: false });
        session.setBackend(backend);
      }}
    />
  );
}
