/** Pins the run at hand, beside the buttons that train it: its curves stay behind those that follow. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { runStore } from '../../state/run';
import { Icon } from '../controls/Icon';
import { shortcut } from '../help/shortcuts';
import { pinRun } from './pin';

export function PinButton() {
  const texts = useMessages();
  const text = texts.runs.pins;
  const measured = useStore(runStore, (state) => state.isMeasured);
  const [said, setSaid] = useState('');
  return (
    <>
      <button
        type="button"
        className="button"
        data-testid="pin"
        data-tool
        {...shortcut('pin')}
        aria-label={text.pin}
        title={measured ? text.pinHint : text.nothingYet}
        disabled={!measured}
        onClick={() => {
          const letter = pinRun(texts);
          if (letter !== null) setSaid(text.pinned(letter, runStore.getState().stepCount));
        }}
      >
        <Icon name="pin" />
        <span>{text.pinShort}</span>
      </button>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
