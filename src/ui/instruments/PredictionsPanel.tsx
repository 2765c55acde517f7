/** Panel: what each network makes of the test images. Confusion matrices, and images with every network's verdict. */
import '../../charts/core/tables.css';
import { memo, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import {
  confusionOf,
  selectImages,
  verdictsOf,
  type Selection,
  type Verdicts,
} from '../../charts/core/predictions';
import { useMessages } from '../../i18n/messages';
import { inspectionStore } from '../../state/inspections';
import { runStore } from '../../state/run';
import { useLaneName, useLaneNames } from '../../i18n/lane-names';
import { useLaneSlot } from '../../state/lane-style';
import { LaneMark } from '../../charts/core/LaneMark';
import type { PredictionsResult } from '../../contract/inspections';
import { useClassName, useSession } from '../page/hooks';
import { formatPercent } from '../controls/format';
import { Picture } from '../seeing/Picture';
import './predictions.css';

/** Images shown at once. */
const SHOWN = 24;

const EVERYTHING: Selection = { hardestFor: null, truth: null, predicted: null };

export function PredictionsPanel() {
  const className = useClassName();
  const { instruments } = useMessages();
  const text = instruments.predictions;
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
  const classes = result?.classes.map(className) ?? [];
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
                classes={result.classes}
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

interface ConfusionProps {
  readonly lane: string;
  /** Its place decides its colour. */
  readonly place: number;
  readonly classes: readonly string[];
  readonly labels: Uint8Array;
  readonly predicted: readonly number[];
  readonly onChoose: (truth: number, predicted: number) => void;
}

/** Who is taken for whom by one network: a table of counts, shaded by their share of the true class. */
const Confusion = memo(function Confusion(props: ConfusionProps) {
  const { lane, place, labels, predicted, onChoose } = props;
  const className = useClassName();
  const { instruments, joins } = useMessages();
  const text = instruments.predictions;
  const classes = props.classes.map(className);
  const called = useLaneName(lane);
  const slot = useLaneSlot(place);
  const counts = confusionOf(predicted, labels, classes.length);
  const right = counts.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
  const lost = predicted.filter((one) => one < 0).length;
  return (
    <div className="confusion" style={{ '--lane': `var(--lane-${slot})` } as React.CSSProperties}>
      <div
        className="chart-table-scroll confusion-scroll"
        role="region"
        tabIndex={0}
        aria-label={text.confusion(called)}
      >
        <table data-testid={`confusion-${lane}`}>
          <caption>
            <LaneMark lane={place} /> <strong>{called}</strong>{' '}
            <span>
              {joins.list([
                text.right(right, labels.length, formatPercent(right / labels.length)),
                lost > 0 ? text.notFinite(lost) : '',
              ])}
            </span>
          </caption>
          <thead>
            <tr>
              <th scope="col">{text.trueClass}</th>
              {classes.map((name, column) => (
                <th scope="col" key={name} title={name}>
                  <span aria-hidden="true">{column}</span>
                  <span className="visually-hidden">{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((row, truth) => {
              const sum = row.reduce((total, count) => total + count, 0);
              const name = classes[truth] ?? '';
              return (
                <tr key={name}>
                  <th scope="row" title={name}>
                    <span aria-hidden="true">{`${truth} `}</span>
                    {name}
                  </th>
                  {row.map((count, column) => (
                    <td
                      key={classes[column]}
                      data-right={truth === column}
                      title={text.cell(name, classes[column] ?? '', count)}
                      style={{ '--share': sum === 0 ? 0 : count / sum } as React.CSSProperties}
                      onClick={() => onChoose(truth, column)}
                    >
                      {count === 0 ? '' : count}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
});

interface PredictedImageProps {
  readonly image: number;
  readonly result: PredictionsResult;
  readonly verdicts: readonly Verdicts[];
}

/** A test image with what every network takes it for. */
function PredictedImage({ image, result, verdicts }: PredictedImageProps) {
  const className = useClassName();
  const { instruments } = useMessages();
  const text = instruments.predictions;
  const nameOf = useLaneNames();
  const { labels, lanes } = result;
  const classes = result.classes.map(className);
  const label = labels[image] ?? 0;
  const truth = classes[label] ?? '';
  return (
    <li>
      <Picture {...result} image={image} text={text.image(image, truth)} />
      <div>
        <strong>{truth}</strong>
        {lanes.map(({ id }, lane) => {
          const { predicted = -1, confidence = Number.NaN } = {
            predicted: verdicts[lane]?.predicted[image],
            confidence: verdicts[lane]?.confidence[image],
          };
          const right = predicted === label;
          return (
            <span key={id} className="predicted-verdict" data-right={right}>
              <LaneMark lane={lane} />
              <span className="visually-hidden">{`${nameOf(id)}:`}</span>{' '}
              <span aria-hidden="true">{right ? '✓' : '✗'}</span>
              <span className="visually-hidden">{text.verdict(right)}</span>{' '}
              <span>
                {predicted < 0
                  ? text.nothing
                  : text.probability(classes[predicted] ?? '', formatPercent(confidence))}
              </span>
            </span>
          );
        })}
      </div>
    </li>
  );
}
