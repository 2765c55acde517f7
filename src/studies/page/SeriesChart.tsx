/**
 * A chart of few series that change seldom: lines with marks, their names at their ends, and a band from the smallest to the
 * largest of the seeds. A cursor along the places, by pointer or arrow keys, reads exact values out.
 */
import { laneSlot } from '../../state/lane-style';
import { area, line } from 'd3';
import { useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useStudyMessages } from '../../i18n/studies';
import { laneDash, laneMarkPath } from '../../charts/core/lane-marks';
import { LaneMark } from '../../charts/core/LaneMark';
import { rem, unit } from '../../charts/core/unit';
import { apart, fitting, widthOf } from './labels';
import {
  placeScale,
  valueScale,
  type ChartScale,
  type PlaceAxis,
  type Summary,
  type ValueAxis,
} from './scales';
import { useWidth } from '../../charts/core/hooks';

export interface SeriesPoint extends Summary {
  readonly place: number;
}

export interface Series {
  readonly label: string;
  /** Its lane's place decides colour, mark and dash. */
  readonly lane: number;
  readonly points: readonly SeriesPoint[];
  /** Marks without a line between them, for places that have no order. */
  readonly loose?: boolean;
  /** Points single places out: at others there is nothing to read. */
  readonly sparse?: boolean;
  /** A line without marks. */
  readonly bare?: boolean;
  /** Drawn thin, without marks and without its lane's colour: what it is compared with. */
  readonly reference?: boolean;
  /** In ink instead of its lane's colour: no network of the page. */
  readonly inked?: boolean;
  /** Of its line, in units. */
  readonly width?: number;
}

interface SeriesChartProps {
  readonly title: string;
  readonly placeTitle: string;
  readonly valueTitle: string;
  readonly place: PlaceAxis;
  readonly value: ValueAxis;
  readonly series: readonly Series[];
  /** What the cursor says of a place and of a value. */
  readonly placeText: (place: number) => string;
  readonly valueText: (value: number) => string;
  /** In units, as all lengths here. */
  readonly height?: number;
  /** Where the cursor stands, if that is decided elsewhere, and who is told where it is wanted. */
  readonly at?: number | null;
  readonly onPlace?: (place: number | null) => void;
  /** A horizontal line with its meaning. */
  readonly level?: { readonly value: number; readonly label: string };
}

const MARGIN = { top: 30, bottom: 46 };
/** Left of the plot, and where there is little room. */
const LEFT = { wide: 62, narrow: 46, below: 480 };
/** Between a line's end and its label, and between two labels. */
const LABEL = { space: 9, gap: 17 };
/** Labels may take so much of the width. */
const MOST_LABEL = 0.36;

export function SeriesChart(props: SeriesChartProps) {
  const { title, series, height = 380, level } = props;
  const { joins, studies } = useStudyMessages();
  const messages = studies.chart;
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host);
  const [own, setOwn] = useState<number | null>(null);
  const shown = useMemo(
    () => series.map((one) => ({ ...one, points: one.points.filter(({ value }) => !Number.isNaN(value)) })),
    [series],
  );
  // From left to right.
  const { reversed = false } = props.place;
  const places = useMemo(() => {
    const all = new Set(series.flatMap(({ points }) => points.map(({ place }) => place)));
    return [...all].toSorted((a, b) => (reversed ? b - a : a - b));
  }, [series, reversed]);
  const longest = Math.max(0, ...shown.map(({ label, sparse }) => (sparse === true ? 0 : widthOf(label))));
  const room = Math.min(longest, MOST_LABEL * width);
  const marginLeft = width < LEFT.below ? LEFT.narrow : LEFT.wide;
  const inner = {
    width: Math.max(1, width - marginLeft - room - LABEL.space),
    height: height - MARGIN.top - MARGIN.bottom,
  };
  const values = shown.flatMap(({ points }) => points.flatMap(({ value, low, high }) => [value, low, high]));
  const y = valueScale(level === undefined ? values : [...values, level.value], inner.height, props.value);
  const x = places.length > 0 ? placeScale(places, inner.width, props.place) : null;
  const cursor = props.at === undefined ? own : props.at === null ? null : places.indexOf(props.at);
  const at = cursor === null ? null : (places[cursor] ?? null);
  const setCursor = (next: number | null): void => {
    setOwn(next);
    props.onPlace?.(next === null ? null : (places[next] ?? null));
  };

  const point = (event: PointerEvent<HTMLDivElement>): void => {
    if (x === null) return;
    const offset = (event.clientX - event.currentTarget.getBoundingClientRect().left) / unit() - marginLeft;
    const distances = places.map((place) => Math.abs(x.place(place) - offset));
    setCursor(distances.indexOf(Math.min(...distances)));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || places.length === 0) return;
    const last = places.length - 1;
    const moves: Readonly<Record<string, number | null>> = {
      ArrowLeft: Math.max(0, (cursor ?? 1) - 1),
      ArrowRight: Math.min(last, (cursor ?? -1) + 1),
      Home: 0,
      End: last,
      Escape: null,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setCursor(next);
  };
  const reading = (one: Series): string | null => {
    const found = one.points.find(({ place }) => place === at);
    if (found === undefined && one.sparse === true) return null;
    if (found === undefined || Number.isNaN(found.value)) return messages.unmeasured;
    const { value, low, high, count } = found;
    const [middle, from, to] = [value, low, high].map(props.valueText);
    return count > 1 && low !== high ? messages.range(middle ?? '', from ?? '', to ?? '') : (middle ?? '');
  };
  const sentence =
    at === null
      ? messages.nothing
      : joins.list([
          props.placeText(at),
          ...shown.flatMap((one) => {
            const read = reading(one);
            return read === null ? [] : [messages.reading(one.label, read)];
          }),
        ]);

  return (
    <figure className="study-figure" aria-labelledby={id}>
      <figcaption id={id}>{title}</figcaption>
      <p className="study-readout" data-many={shown.length > 4}>
        {at === null ? (
          messages.hint
        ) : (
          <>
            <strong>{props.placeText(at)}</strong>
            {shown.map((one) => {
              const read = reading(one);
              return read === null ? null : (
                <span key={one.label}>
                  {one.reference !== true && one.inked !== true && <LaneMark lane={one.lane} />}{' '}
                  {messages.reading(one.label, read)}
                </span>
              );
            })}
          </>
        )}
      </p>
      <div
        ref={host}
        className="chart-plot study-plot"
        style={{ height: rem(height) }}
        role="slider"
        tabIndex={0}
        aria-label={messages.cursor(title)}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, places.length - 1)}
        aria-valuenow={cursor ?? 0}
        aria-valuetext={sentence}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={(event) => {
          if (event.pointerType === 'mouse') setCursor(null);
        }}
        onBlur={() => setCursor(null)}
        onKeyDown={press}
      >
        {width > 0 && (
          <svg className="chart-axes" translate="no" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            <text className="chart-text-title" x={0} y={13}>
              {props.valueTitle}
            </text>
            <text className="chart-text-title" x={width / 2} y={height - 5} textAnchor="middle">
              {props.placeTitle}
            </text>
            <g transform={`translate(${marginLeft},${MARGIN.top})`}>
              {y.bands.map(({ key, top, bottom }) => (
                <g key={key}>
                  <rect className="chart-box-band" y={top} width={inner.width} height={bottom - top} />
                  <text x={-7} y={(top + bottom) / 2} dy="0.32em" textAnchor="end">
                    {messages.bands[key]}
                  </text>
                </g>
              ))}
              <g className="chart-rows">
                {y.ticks.map(({ at: tickAt, label }) => (
                  <g key={label} transform={`translate(0,${tickAt})`}>
                    <line x2={inner.width} />
                    <text x={-7} dy="0.32em" textAnchor="end">
                      {label}
                    </text>
                  </g>
                ))}
              </g>
              <g className="chart-columns" transform={`translate(0,${inner.height})`}>
                {x?.ticks.map(({ at: tickAt, label }) => (
                  <g key={label} transform={`translate(${tickAt},0)`}>
                    <line y2={4} />
                    <text y={6} dy="0.8em" textAnchor="middle">
                      {label}
                    </text>
                  </g>
                ))}
              </g>
              {level !== undefined && (
                <g className="study-level" transform={`translate(0,${y.place(level.value)})`}>
                  <line x2={inner.width} />
                  <text x={inner.width} y={-4} textAnchor="end">
                    {level.label}
                  </text>
                </g>
              )}
              {x !== null && at !== null && (
                <line className="study-cursor" x1={x.place(at)} x2={x.place(at)} y2={inner.height} />
              )}
              {x !== null &&
                shown.map((one) => <SeriesMarks key={one.label} series={one} x={x.place} y={y.place} />)}
              {x !== null && <Labels series={shown} x={x.place} y={y} width={inner.width} room={room} />}
            </g>
          </svg>
        )}
      </div>
      <p className="chart-live" aria-live="polite">
        {own === null ? '' : sentence}
      </p>
    </figure>
  );
}

function colourOf({ lane, reference, inked }: Series): string {
  if (reference === true) return 'var(--ink-muted)';
  return inked === true ? 'var(--ink)' : `var(--lane-${laneSlot(lane)})`;
}

interface LabelsProps {
  readonly series: readonly Series[];
  readonly x: (place: number) => number;
  readonly y: ChartScale;
  readonly width: number;
  readonly room: number;
}

/** The names of the series at their ends, moved apart where lines end together. */
function Labels({ series, x, y, width, room }: LabelsProps) {
  const beside = series.flatMap((one) => {
    const last =
      one.sparse === true ? undefined : one.points.toSorted((a, b) => x(a.place) - x(b.place)).at(-1);
    return last === undefined ? [] : [{ one, left: x(last.place), top: y.place(last.value) }];
  });
  const tops = apart(beside.map(({ top }) => top), LABEL.gap, 4, y.bottom - 2); // prettier-ignore
  return (
    <g className="study-labels">
      {beside.map(({ one, left, top }, i) => {
        const at = tops[i] ?? top;
        return (
          <g key={one.label} style={{ color: colourOf(one) }}>
            {Math.abs(at - top) > 3 && <line x1={left + 4} y1={top} x2={left + LABEL.space - 2} y2={at} />}
            <text x={left + LABEL.space} y={at} dy="0.34em">
              {fitting(one.label, room + width - left)}
              <title>{one.label}</title>
            </text>
          </g>
        );
      })}
    </g>
  );
}

interface SeriesMarksProps {
  readonly series: Series;
  readonly x: (place: number) => number;
  readonly y: (value: number) => number;
}

function SeriesMarks({ series, x, y }: SeriesMarksProps) {
  const { points, lane, loose, bare, reference, inked, width } = series;
  const band = area<SeriesPoint>(
    ({ place }) => x(place),
    ({ low }) => y(low),
    ({ high }) => y(high),
  );
  const path = line<SeriesPoint>(
    ({ place }) => x(place),
    ({ value }) => y(value),
  );
  const spread = points.some(({ low, high }) => low !== high);
  // Marks on dense lines would hide them.
  const marked =
    reference !== true && bare !== true && inked !== true && (loose === true || points.length <= 24);
  return (
    <g style={{ color: colourOf(series) }}>
      {spread && loose !== true && <path className="study-band" d={band(points) ?? ''} />}
      {loose !== true && (
        <path
          className={reference === true || bare === true ? 'study-reference' : 'study-line'}
          d={path(points) ?? ''}
          style={width === undefined ? {} : { strokeWidth: width }}
          strokeDasharray={reference === true ? '2 3' : laneDash(lane).join(' ')}
        />
      )}
      {spread &&
        loose === true &&
        points.map(({ place, low, high }) => (
          <line key={place} className="study-line" x1={x(place)} x2={x(place)} y1={y(low)} y2={y(high)} />
        ))}
      {marked &&
        points.map(({ place, value }) => (
          <path
            key={place}
            className="study-mark"
            d={laneMarkPath(lane, 3.6)}
            transform={`translate(${x(place)},${y(value)})`}
          />
        ))}
    </g>
  );
}
