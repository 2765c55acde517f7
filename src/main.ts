/**
 * Composition root of the page: opens the experiment of the address and starts its run, then loads and renders the page.
 * In this order, since the worker takes longest to get going.
 */
import { backendOf, workersOf } from './client/backend';
import { Session } from './client/session';
import { languageOf, showLanguage, storedLanguage } from './i18n/languages';
import { experimentStore, openFromLocation } from './state/experiment';
import { openingOf, openingStore, type Opening } from './state/opening';
import { pageStore, restoreTheme } from './state/page';
import { restoreLayers } from './state/layer-span';
import { restoreLines } from './state/lines';
import { runStore } from './state/run';
import { keepStepTimes, watchStepTimes } from './state/step-times';
import './ui/page/theme.css';
import './ui/page/base.css';

/** Once the first gradients are there: nothing waits for it. */
function keepRuns(session: Session): void {
  const forget = runStore.subscribe(({ isMeasured, status }) => {
    if (!isMeasured && status.kind !== 'failed') return;
    forget();
    void import('./client/keeper').then(({ startKeeping }) => startKeeping(session));
  });
}

function startSession({ embed, until, plays }: Opening): Session | null {
  if (typeof Worker === 'undefined') return null;
  const { choice, unknown } = backendOf(location.search);
  pageStore.setState({ backend: choice, unknownBackend: unknown });
  openFromLocation();
  restoreLayers(location.search);
  restoreLines(location.search);
  keepStepTimes(localStorageOrNone());
  watchStepTimes(runStore, experimentStore);
  const session = new Session({ backend: choice, workers: workersOf(location.search) });
  session.open(until, plays);
  if (embed === null) keepRuns(session);
  return session;
}

/** Browsers that keep nothing may refuse even to name their storage. */
function localStorageOrNone(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return localStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined };
  }
}

/** Milliseconds after which the page begins in English. */
const LANGUAGE_PATIENCE = 5_000;

function begin(element: HTMLElement, opening: Opening): void {
  const isArticle = opening.embed === null && new URLSearchParams(location.search).has('article');
  const session = isArticle ? null : startSession(opening);
  // Not awaited here: the page's code shares modules with this one, which then would wait for itself. Where it does not
  // arrive, `public/start.js` hears of it and says so.
  // Nothing is drawn in another language first, unless the right one takes long.
  const shown = Promise.race([
    showLanguage(language.tag),
    new Promise((resolve) => setTimeout(resolve, LANGUAGE_PATIENCE)),
  ]);
  void Promise.all([import('./ui/page/render'), shown]).then(([{ renderPage }]) =>
    renderPage(element, session, opening.embed ?? (isArticle ? 'article' : 'whole')),
  );
}

const { problems, ...opening } = openingOf(location.search);
const language = languageOf(opening.language, navigator.languages, storedLanguage());
openingStore.setState({
  isBare: location.hash.length < 2,
  problems:
    language.unknown === null
      ? problems
      : [...problems, { parameter: 'lang', given: language.unknown.slice(0, 40), used: null }],
});
// What a reader chose on the page itself is not for frames on other pages.
restoreTheme(opening.theme ?? (opening.embed === null ? null : 'system'));
const element = document.getElementById('root');
if (element === null) throw new Error('the page has no element #root');
// Where the page cannot run, `public/start.js` has said so.
if (!('cannotStart' in document.documentElement.dataset)) begin(element, opening);
