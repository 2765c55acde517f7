/** Own images in the builder: those of the experiment, and the way to others. */
import { useBringMessages } from '../../../i18n/bring';
import { useExperiment } from '../../page/hooks';
import { openBring } from '../bring-store';
import './own-row.css';

export function OwnRow() {
  const { row: texts } = useBringMessages().images;
  const { own } = useExperiment().data;
  return (
    <div className="own-row" data-testid="own-row">
      {own !== undefined && (
        <p>
          <strong>{own.name}</strong> <span>{texts.facts(own.classes, own.train)}</span>
        </p>
      )}
      <button
        type="button"
        className="button button-small"
        data-testid="own-images"
        aria-haspopup="dialog"
        onClick={() => openBring('images')}
      >
        {own === undefined ? texts.own : texts.change}
      </button>
    </div>
  );
}
