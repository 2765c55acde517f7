/** Which weights the experiment of a link starts from and this browser lacks, and bringing them. */
import { useWeightsMessages } from '../../i18n/weights';
import { openBring } from '../bring/bring-store';
import { useMissingWeights } from './missing';

export function MissingNotice() {
  const { lane: texts } = useWeightsMessages();
  const missing = useMissingWeights();
  if (missing === null) return null;
  return (
    <div className="notice notice-failure" data-testid="missing-weights">
      <div>
        <p className="notice-lead">{texts.wanted(missing.name)}</p>
        <p>
          {texts.hash} <code translate="no">{missing.hash}</code>
        </p>
        <p>{texts.advice}</p>
      </div>
      <button
        type="button"
        className="button button-primary"
        data-testid="bring-missing"
        onClick={() => openBring('weights')}
      >
        {texts.bring}
      </button>
    </div>
  );
}
