/** What is shown of a log: which picture, quantity, step and layers, and what beside it. */
import { createStore } from 'zustand/vanilla';
import type { Log } from '../../logs/summary';
import { newestRow, type Shown } from './shown';

export const PICTURES = ['profile', 'history', 'lines', 'numerics'] as const;
export type Picture = (typeof PICTURES)[number];

/** Most layers that have a line. */
const MOST_LINES = 8;

export interface LogViewFacts {
  readonly picture: Picture;
  readonly quantity: Shown;
  /** Null: the newest that shows something. */
  readonly step: number | null;
  /** Place of the layer that is lit up among all of the log; null without. */
  readonly layer: number | null;
  /** Those that have lines; null for those that are usual. */
  readonly lines: readonly number[] | null;
  readonly beside: 'none' | 'page' | 'other';
}

const START: LogViewFacts = {
  picture: 'profile',
  quantity: 'gradient',
  step: null,
  layer: null,
  lines: null,
  beside: 'none',
};

export const viewStore = createStore<LogViewFacts>()(() => START);

/** Row of the newest step that a view shows something at: numerics tell of any, and most of one that is not finite. */
export function newestShown(log: Log, { picture, quantity }: LogViewFacts): number {
  return picture === 'numerics' ? log.steps.length - 1 : newestRow(log, quantity);
}

/** As it is for a file that was just opened. */
export function resetView(): void {
  viewStore.setState(START);
}

export function lightLayer(layer: number | null): void {
  if (viewStore.getState().layer !== layer) viewStore.setState({ layer });
}

/** Draws a layer, or, where it is drawn, no longer; `usual` are those that are drawn now. */
export function toggleLine(layer: number, usual: readonly number[]): void {
  const lines = viewStore.getState().lines ?? usual;
  viewStore.setState({
    lines: lines.includes(layer)
      ? lines.filter((one) => one !== layer)
      : [...lines, layer].slice(-MOST_LINES).toSorted((a, b) => a - b),
  });
}

/** Hears of what is shown; `anew` where it is more than the layer that is lit up. Returns what ends it. */
export function onView(listener: (anew: boolean) => void): () => void {
  return viewStore.subscribe((now, before) => listener(now.layer === before.layer));
}
