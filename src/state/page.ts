/** How the page is shown and run, and the query of its address, which says so: not part of the experiment, which is behind the `#`. */
import { createStore } from 'zustand/vanilla';
import type { BackendChoice } from '../contract/backend';
import type { Recovery } from './run';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface PageFacts {
  readonly theme: Theme;
  readonly backend: BackendChoice;
  /** What `?backend=` asked for where no such backend exists, until the notice is dismissed. */
  readonly unknownBackend: string | null;
  /** The notice that a backend asked for cannot be had was dismissed. */
  readonly backendNoticeDismissed: boolean;
  /** Whether the way of training through the weights is recorded. */
  readonly recordsPath: boolean;
  /** The news of a lost GPU that was read. */
  readonly dismissedRecovery: Recovery | null;
}

const THEME_KEY = 'resnet-explorer.theme';

export const pageStore = createStore<PageFacts>()(() => ({
  theme: 'system',
  backend: 'auto',
  unknownBackend: null,
  backendNoticeDismissed: false,
  recordsPath: false,
  dismissedRecovery: null,
}));

/** Shows a theme and remembers it where the browser keeps anything. */
export function setTheme(theme: Theme): void {
  pageStore.setState({ theme });
  showTheme(theme);
  try {
    localStorage.setItem(THEME_KEY, theme);
  } catch {
    // Storage may be forbidden; the theme then lasts as long as the page.
  }
}

/** Shows the theme that the address asks for, without remembering it, or else that chosen on an earlier visit. */
export function restoreTheme(asked: Theme | null): void {
  const theme = asked ?? storedTheme();
  pageStore.setState({ theme });
  showTheme(theme);
}

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(THEME_KEY);
    return THEMES.find((name) => name === stored) ?? 'system';
  } catch {
    // As above.
    return 'system';
  }
}

function showTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}

export interface Printing {
  readonly printing: boolean;
  /** When it was last laid out for paper, in the reader's words; empty before the first time. */
  readonly date: string;
}

/** Whether the page is laid out for paper: then it shows what there is to read, and none of what there is to press. */
export const printingStore = createStore<Printing>()(() => ({ printing: false, date: '' }));

/**
 * All that the page says in its query. None of it is handed on with an experiment: it is about the machine that runs it, and
 * about what whoever looks at it has opened.
 */
const PARAMETERS = [
  'article',
  'backend',
  'embed',
  'lang',
  'layers',
  'layout',
  'lesson',
  'lines',
  'open',
  'panels',
  'play',
  'step',
  'theme',
  'until',
] as const;
export type Parameter = (typeof PARAMETERS)[number];

/** The query without what the page says in it: what remains is the host's, which may need it. */
export function withoutParameters(search: string): string {
  return PARAMETERS.reduce((rest, parameter) => withParameter(rest, parameter, null), search);
}

/** The query with a parameter set to this, or without it where there is nothing to say; whatever else it says stays. */
export function withParameter(search: string, parameter: Parameter, value: string | null): string {
  const query = new URLSearchParams(search);
  if (value === null) query.delete(parameter);
  else query.set(parameter, value);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/**
 * Says something else in the query of the address, without a new entry of the history. Browsers refuse too many changes in a
 * row: then the page looks as chosen all the same.
 */
export function changeQuery(change: (search: string) => string): void {
  try {
    const address = new URL(window.location.href);
    address.search = change(address.search);
    window.history.replaceState(window.history.state, '', address);
  } catch {
    // Said above.
  }
}
