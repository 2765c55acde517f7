/** Panel: a layer from inside, in every network that has it. Feature maps, filters, dead channels, histograms over time. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { LaneMark } from '../../charts/core/LaneMark';
import { useLayerAxes, useNewest } from '../../charts/core/hooks';
import { filterSheet, mapSheet } from '../../charts/core/sheets';
import { formatNorm } from '../../charts/geometry/format';
import { useMessages } from '../../i18n/messages';
import { inspectedLayerStore, inspectionStore } from '../../state/inspections';
import { instrumentStore } from '../../state/instruments';
import { runStore } from '../../state/run';
import type { LayerInspection } from '../../contract/inspections';
import { useClassName, useSession } from '../page/hooks';
import { LayerHistograms } from './LayerHistograms';
import { Sheet } from './Sheet';
import { useLaneName } from '../../i18n/lane-names';
import './layer.css';

/** Test images to choose among. */
const IMAGES = 24;
/** Maps in a row. */
const COLUMNS = 8;

export function LayerPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const className = useClassName();
  const { instruments } = useMessages();
  const { layer: text, predictions } = instruments;
  const session = useSession();
  const result = useStore(inspectionStore, (state) => state.layer);
  const ready = useStore(runStore, ({ status }) => status.kind === 'paused' || status.kind === 'running');
  const run = useStore(runStore, (state) => state.run);
  const tested = useStore(runStore, ({ lanes }) => lanes[0]?.test?.step ?? 0);
  const axes = useLayerAxes(plans);
  const names = [
    ...new Set(
      axes.axes.flatMap(({ layers }) =>
        layers.filter(({ onMainLine }) => onMainLine).map(({ layer }) => layer.name),
      ),
    ),
  ];
  const [chosen, setChosen] = useState<string | null>(null);
  const [image, setImage] = useState(0);
  const layer = chosen !== null && names.includes(chosen) ? chosen : (names[0] ?? '');
  useEffect(() => {
    inspectedLayerStore.setState({ layer });
    return () => inspectedLayerStore.setState({ layer: null });
  }, [layer]);
  // With every run, every test and every other choice.
  const question = ready ? `${run} ${tested}` : null;
  useEffect(() => {
    if (question !== null) session.inspect({ kind: 'layer', layer, image });
  }, [session, question, layer, image]);
  return (
    <>
      <p className="chart-explanation">{text.explanation}</p>
      <MeasuredEvery />
      <div className="chart-fields">
        <label>
          {text.layer}{' '}
          <select
            value={layer}
            data-testid="layer-choice"
            onChange={(event) => setChosen(event.target.value)}
          >
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          {text.image}{' '}
          <select value={image} onChange={(event) => setImage(Number(event.target.value))}>
            {Array.from({ length: IMAGES }, (_, i) => (
              <option key={i} value={i}>
                {i}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="button button-small"
          disabled={!ready}
          onClick={() => session.inspect({ kind: 'layer', layer, image })}
        >
          {predictions.measure}
        </button>
        {result !== null && (
          <span
            className="layer-image"
            data-testid="layer-state"
            data-step={result.step}
            data-layer={result.layer}
          >
            <Sheet
              width={result.side[1]}
              height={result.side[0]}
              pixels={result.pixels}
              text={predictions.image(result.image, className(result.truth))}
              scale={56 / result.side[1]}
            />{' '}
            <span>{text.state(result.layer, result.step, className(result.truth))}</span>
          </span>
        )}
      </div>
      {result !== null && (
        <div className="layer-looks">
          {result.lanes.map((look, lane) =>
            look === null ? null : (
              <Look key={look.id} look={look} lane={lane} images={result.images} layer={result.layer} />
            ),
          )}
        </div>
      )}
    </>
  );
}

/** How often histograms are measured. */
function MeasuredEvery() {
  const { instruments, joins } = useMessages();
  const { every, layer: text } = instruments;
  useNewest();
  return (
    <p className="chart-note">{joins.sentences([text.histograms, every(instrumentStore.layout.every)])}</p>
  );
}

interface LookProps {
  readonly look: LayerInspection;
  readonly lane: number;
  readonly images: number;
  readonly layer: string;
}

function Look({ look, lane, images, layer }: LookProps) {
  const { layer: text } = useMessages().instruments;
  const name = useLaneName(look.id);
  const { id, height, width, channels, maps, filterShape, filters, dead } = look;
  const small = height * width === 1;
  const mapTiles = mapSheet(maps, [height, width, channels], small ? Math.min(channels, 64) : COLUMNS);
  const filterTiles = filterSheet(filters, filterShape);
  return (
    <section className="layer-look" aria-label={name}>
      <p>
        <LaneMark lane={lane} /> <strong>{name}</strong>{' '}
        <span data-testid={`dead-${id}`} data-value={dead}>
          {text.dead(dead, channels, images)}
        </span>
      </p>
      <figure>
        <figcaption>{text.maps(formatSigned(mapTiles.low), formatSigned(mapTiles.high))}</figcaption>
        <Sheet {...mapTiles} text={text.mapsOf(channels, name)} scale={small ? 8 : Math.max(1, 44 / width)} />
      </figure>
      <figure>
        <figcaption>{text.filters(formatSigned(filterTiles.low), formatSigned(filterTiles.high))}</figcaption>
        <Sheet {...filterTiles} text={text.filtersOf(filterShape, name)} scale={6} />
      </figure>
      <LayerHistograms layer={layer} lane={lane} id={id} />
    </section>
  );
}

function formatSigned(value: number): string {
  return value < 0 ? `−${formatNorm(-value)}` : formatNorm(value);
}
