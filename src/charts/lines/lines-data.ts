/** The chosen layers of all lanes over the steps: which lines there are, reduced to columns and kept up step by step. */
import { ABSENT } from '../../state/layer-series';
import type { MetricsStore } from '../../state/metrics';
import { bandsOf, normBand, type NormBand, type NormBands } from '../core/axes';
import { ColumnBins } from '../geometry/columns';
import { isNormal } from '../geometry/format';
import type { LaneAxes } from '../geometry/layer-axes';
import { decadesAround, type Decades } from '../geometry/scales';
import type { StepWindow } from '../geometry/steps';

/** Before the first value, and where none has a place on the axis. */
const EMPTY: Decades = { low: -3, high: 0 };

/** One layer of one lane. */
export interface Line {
  readonly lane: number;
  /** Place of the layer among the chosen ones. */
  readonly slot: number;
  /** Row of the lane's axis: of the layer of this name, else of the one that stands for it. */
  readonly row: number;
}

/** The lines of the layers of these names, lane after lane. */
export function linesOf(layers: readonly string[], axes: LaneAxes): readonly Line[] {
  return axes.axes.flatMap((_, lane) =>
    layers.flatMap((name, slot) => {
      const place = axes.find(name);
      const row = place === null ? -1 : axes.counterpart(place, lane);
      return row < 0 ? [] : [{ lane, slot, row }];
    }),
  );
}

/** Names of the first and the last convolution of the longest lane. */
export function defaultLayers({ reference }: LaneAxes): readonly string[] {
  const rows = reference.ends ?? [0];
  return rows.flatMap((row) => reference.layers[row]?.layer.name ?? []);
}

export function knownLayers(axes: LaneAxes): ReadonlySet<string> {
  return new Set(axes.axes.flatMap(({ layers }) => layers.map(({ layer }) => layer.name)));
}

export class LinesData {
  #bins = new ColumnBins(0);
  #lines: readonly Line[] = [];
  #generation = -1;
  #key = '';
  /** Step after the newest one in the columns. */
  #binned = 0;

  get bins(): ColumnBins {
    return this.#bins;
  }

  /**
   * Takes what is new; `room` is the width in pixels.
   * @param columns Of the series, by lane and row.
   */
  update(
    store: MetricsStore,
    lines: readonly Line[],
    columns: readonly (readonly number[])[],
    window: StepWindow,
    room: number,
  ): void {
    const key = [window.start, window.span, Math.round(room)].join();
    if (store.generation !== this.#generation || lines !== this.#lines || key !== this.#key) {
      [this.#generation, this.#lines, this.#key] = [store.generation, lines, key];
      this.#bins = new ColumnBins(lines.length);
      this.#bins.reset(window, room);
      this.#binned = 0;
    }
    const places = lines.map(({ lane, row }) => columns[lane]?.[row] ?? -1);
    const values = new Float64Array(lines.length);
    const read = (step: number): Float64Array => {
      lines.forEach(({ lane }, i) => {
        const column = places[i] ?? -1;
        values[i] = column < 0 ? ABSENT : store.value(lane, column, step);
      });
      return values;
    };
    // The newest step again: its row may have been replaced.
    const from = Math.max(window.start, this.#binned - 1);
    this.#bins.update(
      from,
      store.endStep,
      read,
      lines.map((_, i) => i),
      store,
    );
    this.#binned = store.endStep;
  }

  /** Smallest and largest value of a line in a column; null where nothing was measured. */
  of(line: number, column: number): readonly [low: number, high: number] | null {
    if (!this.#bins.isFilled(column)) return null;
    const [low, high] = [this.#bins.min(line, column), this.#bins.max(line, column)];
    if (high === ABSENT) return null;
    // The line begins within the column.
    return low === ABSENT ? [high, high] : [low, high];
  }

  /** Range of exponents of all lines in sight, and of what is drawn beside them. */
  decadesWith(beside: readonly [low: number, high: number] | null): Decades {
    const extents = [this.#bins.extent(), beside].filter((extent) => extent !== null);
    if (extents.length === 0) return EMPTY;
    const [low, high] = [extents.map(([least]) => least), extents.map(([, most]) => most)];
    return decadesAround(Math.log10(Math.min(...low)), Math.log10(Math.max(...high)));
  }

  /** Bands that some value in sight needs, each from the outside inwards. */
  get bands(): NormBands {
    const used = new Set<NormBand>();
    for (let column = 0; column < this.#bins.columns; column++) {
      for (let line = 0; line < this.#bins.rows; line++) {
        for (const value of this.of(line, column) ?? []) {
          const band = isNormal(value) ? null : normBand(value);
          if (band !== null) used.add(band);
        }
      }
    }
    return bandsOf(used);
  }
}
