/** How the numbers of a layer are spread over the steps, in one network: heat maps that read out what is pointed at, and a table. */
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import { HISTOGRAM_BINS, HISTOGRAM_KINDS, type HistogramKind } from '../../architecture/instruments';
import { formatNorm } from '../../charts/geometry/format';
import { binRange, histogramHistory, type HistogramHistory, historySheet } from '../../charts/core/sheets';
import { useNewest } from '../../charts/core/hooks';
import { DataTable, TableDetails } from '../../charts/core/tables';
import { useMessages, type Messages } from '../../i18n/messages';
import { instrumentStore } from '../../state/instruments';
import { useLaneName } from '../../i18n/lane-names';
import { spanStore } from '../../state/span';
import { formatPercent } from '../controls/format';
import { Sheet } from './Sheet';

/** The most positive first. */
const BINS_FROM_ABOVE = Array.from({ length: HISTOGRAM_BINS }, (_, row) => HISTOGRAM_BINS - 1 - row);

interface LayerHistogramsProps {
  readonly layer: string;
  readonly lane: number;
  /** Id of the lane. */
  readonly id: string;
}

export function LayerHistograms({ layer, lane, id }: LayerHistogramsProps) {
  const { layer: text, waiting } = useMessages().instruments;
  useNewest();
  useStore(spanStore);
  const histories = HISTOGRAM_KINDS.map((kind) => ({
    kind,
    history: histogramHistory(instrumentStore, lane, kind, layer),
  }));
  const name = useLaneName(id);
  const newest = histories[0]?.history.steps.at(-1);
  return (
    <>
      {histories.map(({ kind, history }) => (
        <figure key={kind} data-testid={`histogram-${kind}-${id}`} data-columns={history.steps.length}>
          <figcaption>{text.histogram[kind]}</figcaption>
          {history.steps.length === 0 ? (
            <p className="chart-note">{waiting}</p>
          ) : (
            <HistogramMap kind={kind} history={history} name={name} />
          )}
        </figure>
      ))}
      {newest !== undefined && (
        <TableDetails summary={text.histogramTable} region={text.histogramRegion(name)}>
          <DataTable
            caption={text.histogramCaption(newest)}
            columns={[text.values, ...HISTOGRAM_KINDS.map((kind) => text.kinds[kind])]}
            rows={BINS_FROM_ABOVE.map((bin) => [
              rangeText(bin, text),
              ...histories.map(({ history }) => {
                const share = history.shares.at(-1)?.[bin] ?? 0;
                return { text: text.share(formatPercent(share)), value: String(share) };
              }),
            ])}
            step={newest}
            testId={`histogram-table-${id}`}
          />
        </TableDetails>
      )}
    </>
  );
}

interface HistogramMapProps {
  readonly kind: HistogramKind;
  readonly history: HistogramHistory;
  /** Of the network. */
  readonly name: string;
}

function HistogramMap({ kind, history, name }: HistogramMapProps) {
  const { layer: text } = useMessages().instruments;
  const [at, setAt] = useState<{ readonly column: number; readonly bin: number } | null>(null);
  const { steps, shares } = history;
  const place = (column: number, bin: number) =>
    setAt({
      column: Math.max(0, Math.min(steps.length - 1, column)),
      bin: Math.max(0, Math.min(HISTOGRAM_BINS - 1, bin)),
    });
  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    place(
      Math.floor(((event.clientX - left) / width) * steps.length),
      HISTOGRAM_BINS - 1 - Math.floor(((event.clientY - top) / height) * HISTOGRAM_BINS),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { column, bin } = at ?? { column: steps.length - 1, bin: (HISTOGRAM_BINS - 1) / 2 };
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [column - 1, bin],
      ArrowRight: [column + 1, bin],
      ArrowUp: [column, bin + 1],
      ArrowDown: [column, bin - 1],
      Home: [0, bin],
      End: [steps.length - 1, bin],
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    place(...to);
  };
  const share = at === null ? undefined : shares[at.column]?.[at.bin];
  const step = at === null ? undefined : steps[at.column];
  const reading =
    at === null || step === undefined || share === undefined
      ? null
      : text.reading(step, rangeText(at.bin, text), formatPercent(share));
  const label = text.histogramOf(kind, name, steps.length);
  const first = steps[0] ?? 0;
  const last = steps.at(-1) ?? 0;
  return (
    <>
      <div className="layer-histogram">
        <div aria-hidden="true">
          {text.bins.map((bin) => (
            <span key={bin}>{bin}</span>
          ))}
        </div>
        <div
          className="layer-histogram-map"
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={first}
          aria-valuemax={last}
          aria-valuenow={step ?? last}
          aria-valuetext={reading ?? label}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => setAt(null)}
          onBlur={() => setAt(null)}
          onKeyDown={onKeyDown}
        >
          <Sheet {...historySheet(shares, HISTOGRAM_BINS)} text={label} stretched={132} />
        </div>
        <div />
        <div className="layer-steps" aria-hidden="true">
          <span>{text.step(first)}</span>
          {last !== first && <span>{text.step(last)}</span>}
        </div>
      </div>
      <p className="layer-reading">{reading ?? text.readingHint}</p>
    </>
  );
}

/** The values of a bin, in words. */
function rangeText(bin: number, text: Messages['instruments']['layer']): string {
  const { sign, low, high } = binRange(bin);
  const [near, far] = [formatNorm(low), formatNorm(high)];
  if (sign === 0) return text.range.middle(far);
  if (high === Infinity) return sign > 0 ? text.range.above(near) : text.range.below(near);
  return sign > 0 ? text.range.between(near, far) : text.range.between(`−${far}`, `−${near}`);
}
