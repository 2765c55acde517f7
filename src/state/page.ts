/** How the page is shown and run: theme, and the backend that its address asks for. Not part of the experiment. */
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

/** Shows the theme chosen on an earlier visit. */
export function restoreTheme(): void {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(THEME_KEY);
  } catch {
    // As above.
  }
  const theme = THEMES.find((name) => name === stored) ?? 'system';
  pageStore.setState({ theme });
  showTheme(theme);
}

function showTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}
