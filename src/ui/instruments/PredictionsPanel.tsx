/** Panel: what each network makes of the test images. Confusion matrices, and images with every network's verdict. */
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { selectImages, verdictsOf, type Selection } from '../../charts/core/predictions';
import { useMessages } from '../../i18n/messages';
import { inspectionStore } from '../../state/inspections';
import { runStore } from '../../state/run';
import { useSession } from '../page/hooks';
import { Confusion } from './Confusion';
import { PredictedImage } from './PredictedImage';
import { useLaneNames } from '../../state/lane-style';

/** Images shown at once. */
const SHOWN = 24;

const EVERYTHING: Selection = { hardestFor: null, truth: null, predicted: null };

export function PredictionsPanel() {
  const { predictions: text } = useMessages().instruments;
  const nameOf = useLaneNames();
  const session = useSession();
  const result = useStore(inspectionStore, (state) => state.predictions);
  const ready = useStore(runStore, ({ status }) => status.kind === 'paused' || status.kind === 'running');
  const run = useStore(runStore, (state) => state.run);
  const tested = useStore(runStore, ({ lanes }) => lanes[0]?.test?.step ?? 0);
  const [selection, setSelection] = useState(EVERYTHING);
  const lacksPixels = (result?.pixels ?? null) === null;
  // With every run and every test.
  const question = ready ? `${run} ${tested}` : null;
  useEffect(() => {
    if (question !== null)
      session.inspect({ kind: 'predictions', pixels: inspectionStore.getState().predictions === null });
  }, [session, question]);
  const verdicts = useMemo(
    () =>
      result === null
        ? []
        : result.lanes.map(({ probabilities }) => verdictsOf(probabilities, result.classes.length)),
    [result],
  );
  const losses = result?.lanes.map((lane) => lane.losses) ?? [];
  const images = result === null ? [] : selectImages(selection, result.labels, verdicts, losses);
  const classes = result?.classes ?? [];
  const option = (name: string, value: number) => (
    <option key={value} value={value}>
      {name}
    </option>
  );
  const numberOf = (value: string): number | null => (value === '' ? null : Number(value));
  return (
    <>
      <p className="chart-explanation">{text.explanation}</p>
      <div className="chart-fields">
        <button
          type="button"
          className="button button-small"
          disabled={!ready}
          onClick={() => session.inspect({ kind: 'predictions', pixels: lacksPixels })}
        >
          {text.measure}
        </button>
        <span data-testid="predictions-state" data-step={result?.step ?? ''} aria-live="polite">
          {result !== null && text.state(result.step, result.labels.length)}
        </span>
      </div>
      {result !== null && (
        <>
          <p className="chart-note">{text.confusionHint}</p>
          <div className="confusions">
            {result.lanes.map(({ id }, lane) => (
              <Confusion
                key={id}
                lane={id}
                place={lane}
                classes={classes}
                labels={result.labels}
                predicted={verdicts[lane]?.predicted ?? []}
                onChoose={(truth, as) => setSelection({ ...selection, truth, predicted: { lane, as } })}
              />
            ))}
          </div>
          <h4>{text.images}</h4>
          <div className="chart-fields">
            <label>
              {text.order}{' '}
              <select
                value={selection.hardestFor ?? ''}
                data-testid="predictions-order"
                onChange={(event) => setSelection({ ...selection, hardestFor: numberOf(event.target.value) })}
              >
                <option value="">{text.asTheyCome}</option>
                {result.lanes.map(({ id }, lane) => option(text.hardest(nameOf(id)), lane))}
              </select>
            </label>
            <label>
              {text.truth}{' '}
              <select
                value={selection.truth ?? ''}
                onChange={(event) => setSelection({ ...selection, truth: numberOf(event.target.value) })}
              >
                <option value="">{text.all}</option>
                {classes.map(option)}
              </select>
            </label>
            {result.lanes.map(({ id }, lane) => (
              <label key={id}>
                {text.predicted(nameOf(id))}{' '}
                <select
                  value={selection.predicted?.lane === lane ? selection.predicted.as : ''}
                  onChange={(event) => {
                    const as = numberOf(event.target.value);
                    setSelection({ ...selection, predicted: as === null ? null : { lane, as } });
                  }}
                >
                  <option value="">{text.all}</option>
                  {classes.map(option)}
                </select>
              </label>
            ))}
            <span>
              {images.length === 0 ? text.none : text.shown(Math.min(SHOWN, images.length), images.length)}
            </span>
          </div>
          <ul className="predicted" data-testid="predicted-images">
            {images.slice(0, SHOWN).map((image) => (
              <PredictedImage key={image} image={image} result={result} verdicts={verdicts} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}
