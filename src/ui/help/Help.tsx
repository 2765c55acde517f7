/** The button of the help, and the place of its dialog, whose code comes when it is first opened. */
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { Boundary } from '../page/Boundary';
import { lazyPart } from '../page/lazy-part';
import { closeHelp, helpStore, openHelp } from './help-store';
import { shortcut } from './shortcuts';

const HelpDialog = lazyPart(
  () => import('./HelpDialog'),
  (module) => module.HelpDialog,
);

export function HelpButton() {
  const { ui } = useMessages();
  return (
    <button
      type="button"
      className="button button-icon"
      data-testid="help"
      data-tool
      aria-label={ui.help}
      title={ui.help}
      aria-haspopup="dialog"
      onClick={openHelp}
      {...shortcut('help')}
    >
      ?
    </button>
  );
}

export function Help() {
  const { ui } = useMessages();
  const open = useStore(helpStore, (state) => state.open);
  if (!open) return null;
  return (
    <Boundary name={ui.help} onPutOff={closeHelp}>
      <Suspense fallback={null}>
        <HelpDialog />
      </Suspense>
    </Boundary>
  );
}
