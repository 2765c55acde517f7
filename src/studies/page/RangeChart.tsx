/** What has a name each and no order, compared on one axis: a row per name, with a dot per seed and a stroke at their mean. */
import { scaleLinear } from 'd3';
import { useId, type CSSProperties } from 'react';
import { laneSlot } from '../../state/lane-style';
import { summarise } from './scales';

export interface RangeRow {
  readonly name: string;
  /** Exact values, in words. */
  readonly text: string;
  /** Infinity where something diverged, NaN where nothing is measured yet. */
  readonly values: readonly number[];
  /** What it was before, drawn hollow. */
  readonly before?: number;
  /** Its lane's place, which decides its colour; without it has none. */
  readonly lane?: number;
  /** Whether it is the best so far. */
  readonly leads?: boolean;
}

interface RangeChartProps {
  readonly title: string;
  readonly axis: string;
  readonly rows: readonly RangeRow[];
  /** Always shown; without, from the smallest to the largest value. */
  readonly domain?: readonly [number, number];
  readonly tick: (value: number) => string;
}

export function RangeChart({ title, axis, rows, domain, tick }: RangeChartProps) {
  const id = useId();
  const finite = rows
    .flatMap(({ values, before }) => [...values, before ?? Number.NaN])
    .filter(Number.isFinite);
  const [low, high] = domain ?? (finite.length === 0 ? [0, 1] : [Math.min(...finite), Math.max(...finite)]);
  // Two per cent of room at either side, so that no dot is cut.
  const scale = scaleLinear([low, high > low ? high : low + 1], [2, 98]);
  if (domain === undefined) scale.nice(4);
  const place = (value: number): CSSProperties => ({ left: `${value === Infinity ? 100 : scale(value)}%` });
  return (
    <figure className="study-figure" aria-labelledby={id}>
      <figcaption id={id}>{title}</figcaption>
      <ul className="range-rows">
        {rows.map(({ name, text, values, before, lane, leads = false }) => {
          const measured = values.filter((value) => !Number.isNaN(value));
          const { value: middle, low: from, high: to } = summarise(measured, 'linear');
          const colour = lane === undefined ? {} : { color: `var(--lane-${laneSlot(lane)})` };
          const ends = [scale(from), to === Infinity ? 100 : scale(to)] as const;
          return (
            <li key={name} data-leads={leads}>
              <span className="range-name">{name}</span>
              <span className="range-plot" style={colour} aria-hidden="true">
                {measured.length > 0 && Number.isFinite(from) && (
                  <span
                    className="range-bar"
                    style={{ left: `${ends[0]}%`, width: `${ends[1] - ends[0]}%` }}
                  />
                )}
                {before !== undefined && Number.isFinite(before) && (
                  <>
                    {Number.isFinite(middle) && (
                      <span
                        className="range-bar"
                        style={{
                          left: `${Math.min(scale(before), scale(middle))}%`,
                          width: `${Math.abs(scale(before) - scale(middle))}%`,
                        }}
                      />
                    )}
                    <span className="range-dot range-dot-hollow" style={place(before)} />
                  </>
                )}
                {measured.map((value, i) => (
                  <span key={i} className="range-dot" style={place(value)} />
                ))}
                {measured.length > 1 && <span className="range-mean" style={place(middle)} />}
              </span>
              <span className="range-text" translate="no">
                {text}
              </span>
            </li>
          );
        })}
        <li className="range-axis" aria-hidden="true">
          <span />
          <span className="range-plot" translate="no">
            {scale.ticks(4).map((value) => (
              <span key={value} style={place(value)}>
                {tick(value)}
              </span>
            ))}
          </span>
          <span />
        </li>
      </ul>
      <p className="study-axis">{axis}</p>
    </figure>
  );
}
