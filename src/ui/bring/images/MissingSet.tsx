/** In the place of a failure: which set of images the experiment of a link needs, and bringing it. */
import { useBringMessages } from '../../../i18n/bring';
import { openBring } from '../bring-store';
import { useWanted } from './use-set';
import './missing.css';

export function MissingSet() {
  const { missing: texts } = useBringMessages().images;
  const wanted = useWanted();
  if (wanted === null) return null;
  const { own, inputSize } = wanted;
  return (
    <div className="notice notice-failure missing-set" data-testid="missing-set">
      <div>
        <p className="notice-lead">{texts.lead(own.name)}</p>
        <p>{texts.facts(own.classes, own.train, inputSize, own.channels)}</p>
        <p className="missing-hash">
          {texts.hash} <code translate="no">{own.hash}</code>
        </p>
        <p>{texts.advice}</p>
      </div>
      <button
        type="button"
        className="button button-primary"
        data-testid="bring-missing"
        onClick={() => openBring('images')}
      >
        {texts.bring}
      </button>
    </div>
  );
}
