/** Norms that see a single value, told before training, with the nearest setting that works. */
import { useMemo } from 'react';
import { loneNorms, withoutLoneNorms } from '../../architecture/lone-norms';
import { differences } from '../../config/compare';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { useLaneNames } from '../../state/lane-style';
import { useExperiment } from './hooks';

export function LoneNorms() {
  const { notices, ui } = useMessages();
  const text = notices.loneNorms;
  const config = useExperiment();
  const nameOf = useLaneNames();
  const found = useMemo(() => loneNorms(config), [config]);
  const mended = useMemo(() => (found.length === 0 ? null : withoutLoneNorms(config)), [config, found]);
  const [first] = found;
  const lanes = [...new Set(found.map(({ lane }) => lane))];
  const isOfAll = lanes.length === config.lanes.length;
  const changed =
    mended === null
      ? []
      : differences([config, mended]).map(({ field, texts }) => ({ field, text: texts[1] ?? '' }));
  // The region is always there: a reader hears only of changes within one it already knows.
  return (
    <div role="status" className="notices">
      {first !== undefined && (
        <div className="notice" data-testid="lone-norms">
          <div>
            <p className="notice-lead">
              {text.title(
                new Set(found.map(({ norm }) => norm.name)).size,
                first.norm.name,
                isOfAll ? [] : lanes.map((lane) => ui.lanes.name(nameOf(lane))),
              )}
            </p>
            <p>
              {first.norm.groups === null ? text.batch : text.group} {text.effect}
            </p>
            {mended !== null && (
              <p className="notice-actions">
                <button
                  type="button"
                  className="button button-primary"
                  data-testid="mend-norms"
                  onClick={() => changeExperiment(mended)}
                >
                  {text.mend(changed)}
                </button>
              </p>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
