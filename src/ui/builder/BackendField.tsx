/** The choice of the backend, which is no part of the experiment. */
import { useStore } from 'zustand';
import { offeredBackends } from '../../client/backend';
import { useMessages } from '../../i18n/messages';
import { pageStore } from '../../state/page';
import { SelectField } from '../controls/SelectField';
import { useSession } from '../page/hooks';
import { runOn } from '../page/run-on';

export function BackendField() {
  const { joins, ui } = useMessages();
  const session = useSession();
  const choice = useStore(pageStore, (state) => state.backend);
  const choices = offeredBackends(choice);
  const { choiceHint, relaxedHint } = ui.backend;
  return (
    <SelectField
      label={ui.backend.choiceLabel}
      hint={choices.includes('wasm-relaxed') ? joins.sentences([choiceHint, relaxedHint]) : choiceHint}
      choices={choices}
      text={(name) => ui.backend.choices[name]}
      value={choice}
      onCommit={(backend) => runOn(session, backend)}
    />
  );
}
