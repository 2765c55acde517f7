/** The theme's colours for canvases, read from the custom properties of the page and read anew when the theme changes. */
import { laneSlot } from '../state/looks';

export interface ChartColours {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly lanes: readonly string[];
  /** Font family of the page. */
  readonly font: string;
}

const LANES = ['--lane-0', '--lane-1', '--lane-2', '--lane-3'];

let colours: ChartColours | null = null;
const listeners = new Set<() => void>();

/** Colours of the theme in force. */
export function chartColours(): ChartColours {
  if (colours === null) {
    const style = getComputedStyle(document.documentElement);
    const read = (name: string): string => style.getPropertyValue(name).trim() || 'gray';
    colours = {
      ink: read('--ink'),
      muted: read('--ink-muted'),
      line: read('--line'),
      surface: read('--surface'),
      accent: read('--accent'),
      lanes: LANES.map(read),
      font: getComputedStyle(document.body).fontFamily,
    };
  }
  return colours;
}

/** Colour of a lane by its place: its own, else that of the place. */
export function laneColour(lane: number): string {
  const { lanes } = chartColours();
  return lanes[laneSlot(lane) % lanes.length] ?? 'gray';
}

function changed(): void {
  colours = null;
  for (const listener of listeners) listener();
}

let stopWatching: (() => void) | null = null;

function watch(): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'class', 'style'],
  });
  // Style sheets may still be on their way when the first chart reads them.
  addEventListener('load', changed);
  return () => {
    scheme.removeEventListener('change', changed);
    observer.disconnect();
    removeEventListener('load', changed);
  };
}

/** Calls back when the theme changes; returns what ends it. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  stopWatching ??= watch();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stopWatching?.();
    stopWatching = null;
  };
}
