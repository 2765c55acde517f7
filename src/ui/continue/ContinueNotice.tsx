/** Offers to go on with a run that was interrupted, and says once that runs are not kept. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { declineOffer, takeOffer } from '../../client/keeper';
import { linkOf } from '../../client/kept-run';
import { decode } from '../../config/codec/url';
import { useContinueMessages } from '../../i18n/continue';
import { languageStore } from '../../i18n/language';
import { experimentStore } from '../../state/experiment';
import { offerStore, type Offer } from '../../state/offer';
import { useDefaultName } from '../mine/name';
import { useSession } from '../page/hooks';
import './continue.css';

const DAY = 86_400_000;

/** How long ago, in words of the language: days, hours, minutes. */
function ago(at: number, language: string): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const days = (Date.now() - at) / DAY;
  if (days >= 1) return words.format(-Math.round(days), 'day');
  const hours = Math.floor(days * 24);
  return hours >= 1 ? words.format(-hours, 'hour') : words.format(-Math.floor(days * 24 * 60), 'minute');
}

export function ContinueNotice() {
  const text = useContinueMessages();
  const offer = useStore(offerStore, (state) => state.offer);
  const trouble = useStore(offerStore, (state) => state.trouble);
  return (
    <>
      {offer !== null && <Interrupted offer={offer} key={offer.run.id} />}
      {trouble !== null && (
        <div className="notice" data-testid="not-kept">
          <p>{text.trouble(trouble)}</p>
          <button type="button" className="button" onClick={() => offerStore.setState({ trouble: null })}>
            {text.dismiss}
          </button>
        </div>
      )}
    </>
  );
}

function Interrupted({ offer }: { readonly offer: Offer }) {
  const text = useContinueMessages();
  const session = useSession();
  const language = useStore(languageStore, (state) => state.language);
  const [isTaken, setTaken] = useState(false);
  const { run, lost } = offer;
  const nameOf = useDefaultName();
  const isHere = useStore(experimentStore, ({ config }) => linkOf(config) === run.link);
  return (
    <div className="notice interrupted" role="group" aria-label={text.label} data-testid="interrupted">
      <p>{text.lead(ago(run.at, language), isHere ? null : nameOf(decode(`#${run.link}`).config))}</p>
      <div className="interrupted-actions">
        <button
          type="button"
          className="button button-primary"
          data-testid="continue"
          title={text.goHint}
          disabled={isTaken}
          onClick={() => {
            setTaken(true);
            void takeOffer(session, offer);
          }}
        >
          {text.go(run.step, lost === null ? null : Math.round(lost / 1000))}
        </button>
        <button
          type="button"
          className="button"
          data-testid="forget-interrupted"
          aria-label={text.decline}
          title={text.decline}
          onClick={() => void declineOffer(offer)}
        >
          ×
        </button>
      </div>
    </div>
  );
}
