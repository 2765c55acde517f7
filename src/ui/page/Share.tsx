/** Copies the experiment's link, and offers it as selected text where the browser refuses the clipboard. */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { recordingStore } from '../../state/recording';
import { linkOf } from './link';

type Outcome = { readonly kind: 'none' | 'copied' } | { readonly kind: 'refused'; readonly link: string };

const SHOWN_MILLISECONDS = 6000;

export function Share() {
  const { ui } = useMessages();
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const end = useStore(recordingStore, (state) => state.end);
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (outcome.kind === 'refused') field.current?.select();
    if (outcome.kind !== 'copied') return;
    const timer = setTimeout(() => setOutcome({ kind: 'none' }), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const share = async () => {
    const link = linkOf(experimentStore.getState().config);
    try {
      await navigator.clipboard.writeText(link);
      setOutcome({ kind: 'copied' });
    } catch {
      // Refused, or no clipboard at all: pages that are not served securely have none.
      setOutcome({ kind: 'refused', link });
    }
  };
  const close = () => {
    setOutcome({ kind: 'none' });
    button.current?.focus();
  };

  return (
    <div className="share">
      <button ref={button} type="button" className="button" data-testid="share" onClick={() => void share()}>
        {ui.share.button}
      </button>
      <div className="share-outcome" role="status" data-shown={outcome.kind !== 'none'}>
        {outcome.kind === 'copied' && <span>{ui.share.copied(end)}</span>}
        {outcome.kind === 'refused' && <span>{ui.share.refused}</span>}
        {outcome.kind === 'refused' && (
          <span className="share-field">
            <input
              ref={field}
              readOnly
              value={outcome.link}
              aria-label={ui.share.fieldLabel}
              onKeyDown={(event) => event.key === 'Escape' && close()}
            />
            <button type="button" className="button" onClick={close}>
              {ui.share.close}
            </button>
          </span>
        )}
      </div>
    </div>
  );
}
