/** The help: how to begin, the keys, and the glossary. */
import { useId, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { List } from '../../glossary/List';
import { addressOf, PAPERS } from '../../glossary/papers';
import { useHelp } from '../../i18n/help';
import { CheckField } from '../controls/CheckField';
import { Icon } from '../controls/Icon';
import { closeHelp } from './help-store';
import { setShortcuts, SHORTCUTS, shortcutStore, type ShortcutName } from './shortcuts';
import '../../glossary/card.css';
import './help.css';

export function HelpDialog() {
  const help = useHelp();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Closed while it is still in the page: then the browser gives the focus back to where it came from.
  useLayoutEffect(() => {
    const element = dialog.current;
    // The dialog itself is behind all that is in it: where it is hit, that is its backdrop.
    const press = ({ target }: Event): void => {
      if (target === element) closeHelp();
    };
    element?.showModal();
    element?.addEventListener('click', press);
    return () => {
      element?.removeEventListener('click', press);
      element?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="help"
      aria-labelledby={id}
      onClose={({ currentTarget }) => {
        if (!currentTarget.open) closeHelp();
      }}
    >
      <div className="help-page">
        <header className="help-head">
          <h2 id={id}>{help.title}</h2>
          <button type="button" className="button button-icon" aria-label={help.close} onClick={closeHelp}>
            <Icon name="close" />
          </button>
        </header>
        <div className="help-start">
          <Begin />
          <Keys />
        </div>
        <List />
      </div>
    </dialog>
  );
}

function Begin() {
  const id = useId();
  const { title, steps, paper } = useHelp().begin;
  const first = PAPERS['residual-block'];
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ol>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {first !== null && (
        <p>
          {paper}{' '}
          <a href={addressOf(first)} target="_blank" rel="noreferrer">
            {first.authors} {first.year}
          </a>
        </p>
      )}
    </section>
  );
}

function Keys() {
  const id = useId();
  const on = useStore(shortcutStore, (state) => state.on);
  const { title, page, names, places, on: label } = useHelp().shortcuts;
  const own = Object.entries(SHORTCUTS).map(([name, keys]) => [keys, names[name as ShortcutName]] as const);
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <CheckField label={label} value={on} onCommit={setShortcuts} />
      <KeyList place={page} keys={own} />
      {places.map(({ place, keys }) => (
        <KeyList key={place} place={place} keys={keys} />
      ))}
    </section>
  );
}

interface KeyListProps {
  readonly place: string;
  readonly keys: readonly (readonly [keys: string, does: string])[];
}

function KeyList({ place, keys }: KeyListProps) {
  return (
    <>
      <h4>{place}</h4>
      <dl className="help-keys">
        {keys.map(([pressed, does]) => (
          <div key={pressed}>
            <dt>
              {pressed.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
