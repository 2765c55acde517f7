/** Begins presenting, and ends it. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { Icon } from '../controls/Icon';
import { shortcut } from '../help/shortcuts';
import { beginPresenting, endPresenting, presenterStore } from './presenter';
import './presenter.css';

export function PresenterButton() {
  const { ui } = useMessages();
  const presenting = useStore(presenterStore, (state) => state.presenting);
  return (
    <button
      type="button"
      className="button button-icon presenter-button"
      data-testid="present"
      aria-label={ui.present}
      aria-pressed={presenting}
      title={ui.present}
      onClick={presenting ? endPresenting : beginPresenting}
      {...shortcut('present')}
    >
      <Icon name={presenting ? 'close' : 'present'} />
    </button>
  );
}
