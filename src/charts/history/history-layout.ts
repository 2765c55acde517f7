/** Where the maps of the history stand: one under the other, with room above each for its name and switch labels. */
import type { Margins } from '../core/pane';
import type { LayerAxis } from '../geometry/layer-axes';

export const MARGINS: Margins = { top: 0, right: 14, bottom: 38, left: 62 };

/** Height of the strip above each map: the lane's name, and labels of switches. */
export const STRIP = 42;

/** Height of one map: whole pixels per layer, near 150 in all. */
export function mapHeight(layers: number): number {
  return layers * Math.max(2, Math.min(14, Math.round(150 / layers)));
}

/** Height of the whole plot of lanes with so many layers each. */
export function plotHeight(layers: readonly number[]): number {
  return stripTop(layers, layers.length) + MARGINS.bottom;
}

/** Upper edge of a lane's map. */
export function mapTop(layers: readonly number[], lane: number): number {
  return stripTop(layers, lane) + STRIP;
}

/** Upper edge of the strip above a lane's map. */
function stripTop(layers: readonly number[], lane: number): number {
  return layers.slice(0, lane).reduce((top, count) => top + STRIP + mapHeight(count), MARGINS.top);
}

/** The lane and the row of its map at a height of the plot, the nearest where there is none. */
export function rowAt(layers: readonly number[], y: number): { readonly lane: number; readonly row: number } {
  const below = layers.findIndex((_, lane) => y < stripTop(layers, lane + 1));
  const lane = below < 0 ? Math.max(0, layers.length - 1) : below;
  const count = layers[lane] ?? 0;
  const row = Math.floor(((y - mapTop(layers, lane)) / mapHeight(count)) * count);
  return { lane, row: Math.max(0, Math.min(count - 1, row)) };
}

export interface RowLabel {
  /** Middle of the label, relative to the top of the map. */
  readonly at: number;
  readonly name: 'input' | 'output' | { readonly layer: number } | { readonly stage: number };
}

/**
 * Names beside a map: at its ends input and output, or the numbers of the layers that are shown (from 1, as on the axis of the
 * profile); stages (by index) at their middles where they have room. None without layers, as before a new lane is planned.
 */
export function rowLabels(axis: LayerAxis): RowLabel[] {
  if (axis.layers.length === 0) return [];
  const row = mapHeight(axis.layers.length) / axis.layers.length;
  const height = row * axis.layers.length;
  const isWhole = axis.from === 0 && axis.to === axis.mainCount - 1;
  const labels: RowLabel[] = [{ at: 5, name: isWhole ? 'input' : { layer: axis.from + 1 } }];
  let last = 5;
  for (const { stage, firstRow, endRow } of axis.stages) {
    const at = (row * (firstRow + endRow)) / 2;
    if (at - last < 13 || height - 5 - at < 13) continue;
    labels.push({ at, name: { stage } });
    last = at;
  }
  labels.push({ at: height - 5, name: isWhole ? 'output' : { layer: axis.to + 1 } });
  return labels;
}
