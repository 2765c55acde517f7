/** The theme's colours for canvases, read from the custom properties of the page and read anew when the theme changes. */
import { laneSlot } from '../../state/lane-style';

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
    const font = getComputedStyle(document.body).fontFamily;
    colours = resolve((read) => ({
      ink: read('--ink'),
      muted: read('--ink-muted'),
      line: read('--line'),
      surface: read('--surface'),
      accent: read('--accent'),
      lanes: LANES.map(read),
      font,
    }));
  }
  return colours;
}

/**
 * Resolves the custom properties through an element that has them as its colour: they may be the system's colours, which a
 * canvas does not take from the page, and where the system forces its colours on all pages they are whatever it has.
 */
function resolve<T>(collect: (read: (name: string) => string) => T): T {
  const probe = document.createElement('span');
  probe.style.cssText = 'position: absolute; visibility: hidden; forced-color-adjust: none';
  document.documentElement.append(probe);
  try {
    return collect((name) => {
      probe.style.color = `var(${name}, gray)`;
      return getComputedStyle(probe).color;
    });
  } finally {
    probe.remove();
  }
}

/** Colour of a lane by its place: its own, else that of the place. */
export function laneColour(lane: number): string {
  const { lanes } = chartColours();
  return lanes[laneSlot(lane) % lanes.length] ?? 'gray';
}

/** Reads the colours anew and has everything drawn in them: what watches the theme hears of a change only later. */
export function themeChanged(): void {
  colours = null;
  for (const listener of listeners) listener();
}

let stopWatching: (() => void) | null = null;

function watch(): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener('change', themeChanged);
  const observer = new MutationObserver(themeChanged);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'class', 'style'],
  });
  // Style sheets may still be on their way when the first chart reads them.
  addEventListener('load', themeChanged);
  return () => {
    for (const query of queries) query.removeEventListener('change', themeChanged);
    observer.disconnect();
    removeEventListener('load', themeChanged);
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
