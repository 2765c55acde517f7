/** The loss on a plane around the weights of one network, as filled contours, and what they are made from. */
import { contours, interpolateViridis, range } from 'd3';
import { useId, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { LaneMark } from '../../charts/core/LaneMark';
import { formatExact, formatNorm, formatShort } from '../../charts/geometry/format';
import { useStudyMessages } from '../../i18n/studies';

interface ContourChartProps {
  readonly title: string;
  readonly lane: number;
  /** Side of the grid and its losses, row by row. */
  readonly side: number;
  readonly losses: readonly number[];
  readonly levels: Levels;
  readonly radius: number;
  /** What the axes measure. */
  readonly axis: string;
  /** Points from the oldest to the newest, in the units of the axes; y points upwards as the rows go down. */
  readonly path: readonly { readonly step: number; readonly x: number; readonly y: number }[];
}

/** Colour of a loss: viridis from the lowest to the highest of all lanes. */
export function lossColour(height: number, { low, high }: Levels): string {
  return interpolateViridis(Math.min(1, Math.max(0, (height - low) / (high - low))));
}

const SIZE = 240;
const MARGIN = { top: 6, right: 8, bottom: 36, left: 40 };

/** The loss on a plane around the weights of one lane, as filled contours; a cursor reads the grid's values out. */
export function ContourChart({ title, lane, side, losses, levels, radius, axis, path }: ContourChartProps) {
  const messages = useStudyMessages().studies;
  const id = useId();
  const [cursor, setCursor] = useState<{ readonly row: number; readonly column: number } | null>(null);
  const paths = useMemo(() => rings(heights(losses, levels.high), side, levels.at), [losses, side, levels]);
  const at = (index: number): number => radius * ((2 * index) / (side - 1) - 1);
  const loss = cursor === null ? Number.NaN : (losses[cursor.row * side + cursor.column] ?? Number.NaN);
  const reading =
    cursor === null
      ? messages.kinds.landscape.hint
      : messages.kinds.landscape.reading(
          formatNorm(at(cursor.column)),
          formatNorm(-at(cursor.row)),
          formatExact(loss),
        );

  const point = (event: PointerEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const scale = (SIZE + MARGIN.left + MARGIN.right) / box.width;
    const cell = (offset: number): number =>
      Math.min(side - 1, Math.max(0, Math.round((offset / SIZE) * (side - 1))));
    setCursor({
      column: cell((event.clientX - box.left) * scale - MARGIN.left),
      row: cell((event.clientY - box.top) * scale - MARGIN.top),
    });
  };
  const press = (event: KeyboardEvent): void => {
    const step: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
    };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') setCursor(null);
    const move = step[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const middle = (side - 1) / 2;
    const from = cursor ?? { row: middle, column: middle };
    const held = (index: number): number => Math.min(side - 1, Math.max(0, index));
    setCursor({ row: held(from.row + move[0]), column: held(from.column + move[1]) });
  };
  const place = (index: number): number => (index / (side - 1)) * SIZE;

  return (
    <figure className="study-figure study-contour" aria-labelledby={id}>
      <figcaption id={id}>
        <LaneMark lane={lane} /> {title}
      </figcaption>
      <svg
        viewBox={`0 0 ${SIZE + MARGIN.left + MARGIN.right} ${SIZE + MARGIN.top + MARGIN.bottom}`}
        className="chart-axes study-contour-plot"
        role="slider"
        tabIndex={0}
        aria-label={messages.chart.cursor(title)}
        aria-valuemin={0}
        aria-valuemax={side * side - 1}
        aria-valuenow={cursor === null ? (side * side - 1) / 2 : cursor.row * side + cursor.column}
        aria-valuetext={reading}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setCursor(null)}
        onKeyDown={press}
        onBlur={() => setCursor(null)}
      >
        <g transform={`translate(${MARGIN.left},${MARGIN.top})`}>
          <rect width={SIZE} height={SIZE} fill={lossColour(levels.low, levels)} />
          <g transform={`scale(${SIZE})`}>
            {paths.map(({ level, path }) => (
              <path key={level} d={path} fill={lossColour(level, levels)} className="study-ring" />
            ))}
          </g>
          <rect width={SIZE} height={SIZE} className="chart-box-frame" />
          <g transform={`translate(${SIZE / 2},${SIZE / 2})`} className="study-centre">
            <path d="M-6,0H6M0,-6V6" />
          </g>
          <Trace path={path} radius={radius} />
          {cursor !== null && (
            <circle cx={place(cursor.column)} cy={place(cursor.row)} r={5} className="study-pick" />
          )}
          {[-1, 0, 1].map((end) => (
            <g key={end}>
              <text translate="no" x={((end + 1) / 2) * SIZE} y={SIZE + 14} textAnchor="middle">
                {formatShort(end * radius)}
              </text>
              <text translate="no" x={-6} y={((1 - end) / 2) * SIZE} dy="0.32em" textAnchor="end">
                {formatShort(end * radius)}
              </text>
            </g>
          ))}
          <text translate="no" x={SIZE / 2} y={SIZE + 31} textAnchor="middle">
            {axis}
          </text>
        </g>
      </svg>
      <p className="chart-readout study-contour-reading" aria-live="polite">
        {reading}
      </p>
    </figure>
  );
}

/** The path of training: a line with a mark per snapshot, its beginning a ring. Ends where the cross is. */
function Trace({ path, radius }: Pick<ContourChartProps, 'path' | 'radius'>) {
  if (path.length === 0) return null;
  const place = (value: number): number => ((value / radius + 1) / 2) * SIZE;
  const points = path.map(({ step, x, y }) => ({ step, x: place(x), y: place(y) }));
  const line = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const [first] = points;
  const id = `trace-${radius}`;
  return (
    <g className="study-trace" data-testid="training-path">
      <clipPath id={id}>
        <rect width={SIZE} height={SIZE} />
      </clipPath>
      <g clipPath={`url(#${id})`}>
        <polyline points={line} className="study-trace-halo" />
        <polyline points={line} />
        {points.map(({ step, x, y }) => (
          <circle key={step} cx={x} cy={y} r={2} />
        ))}
        {first !== undefined && <circle cx={first.x} cy={first.y} r={5} className="study-trace-start" />}
      </g>
    </g>
  );
}

/** The coarser grid within a finer one: every value that it has, row by row. */
export function subgrid(losses: readonly number[], side: number, part: number): number[] {
  const stride = (side - 1) / (part - 1);
  return range(part).flatMap((row) =>
    range(part).map((column) => losses[row * stride * side + column * stride] ?? Number.NaN),
  );
}

/** Logarithms of losses, where what is not finite stands above all that is. */
function heights(losses: readonly number[], ceiling: number): number[] {
  return losses.map((loss) => (loss < Infinity ? Math.log(Math.max(loss, 1e-12)) : ceiling));
}

export interface Levels {
  /** Logarithms of the losses at the contour lines, ascending. */
  readonly at: readonly number[];
  readonly low: number;
  readonly high: number;
}

/** Levels over all finite losses of all lanes, evenly spaced in the logarithm; null where nothing is finite. */
export function sharedLevels(grids: readonly (readonly number[])[], count = 12): Levels | null {
  const finite = grids
    .flat()
    .filter(Number.isFinite)
    .map((loss) => Math.log(Math.max(loss, 1e-12)));
  if (finite.length === 0) return null;
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const span = high > low ? high - low : 1;
  return { at: range(count).map((i) => low + (i * span) / count), low, high: low + span };
}

interface Ring {
  readonly level: number;
  /** SVG path in a square from 0 to 1. */
  readonly path: string;
}

/**
 * Filled areas above each level, from low to high, each over the one before. Values stand at the corners of cells, the
 * outermost on the edges of the square.
 */
export function rings(heightsOfGrid: readonly number[], side: number, levels: readonly number[]): Ring[] {
  const unit = (coordinate: number): number => Math.min(1, Math.max(0, (coordinate - 0.5) / (side - 1)));
  return contours()
    .size([side, side])
    .thresholds([...levels])([...heightsOfGrid])
    .map(({ value, coordinates }) => ({
      level: value,
      path: coordinates
        .flat()
        .map(
          (ring) =>
            `M${ring.map(([x = 0, y = 0]) => `${unit(x).toFixed(4)},${unit(y).toFixed(4)}`).join('L')}Z`,
        )
        .join(''),
    }));
}
