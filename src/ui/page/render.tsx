/** Renders the page. Loaded beside the first run, which need not wait for it. */
import { StrictMode, Suspense, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Session } from '../../client/session';
import { experimentStore } from '../../state/experiment';
import type { Embed } from '../../state/opening';
import { openPanels } from '../../state/panels';
import { pinStore } from '../../state/pins';
import { runStore } from '../../state/run';
import { watchPrinting } from '../print/PrintHead';
import { Part } from '../share/Part';
import { App } from './App';
import { Boundary, ErrorBoundary, Unsupported } from './Boundary';
import { lazyPart, MissingPart } from './lazy-part';
import { keepFocusInSight, watchRest } from './scroll';
import { askBeforeLeaving } from './window';
import { SessionContext } from './hooks';
import { PANELS } from './panels';
import './page.css';
import './networks.css';
import './cards.css';
import './phone.css';
import '../diagram/diagram.css';
import '../diagram/editing.css';

// Charts of experiments are those of the instruments too.
import '../../studies/page/studies.css';
// Over all of them.
import './forced-colours.css';
import '../print/print.css';
import './reflow.css';

/** The lessons as one page to read. */
const Article = lazyPart(
  async () => (await import('../article/entry')).loadArticle(),
  (module) => module.Article,
);

/** As it stands in the title of the page, in every language. */
const ARTICLE = 'ResNet Explorer';

/** What the page shows: all, a part of it for frames of other pages, or the article, which runs nothing itself. */
export type View = Embed | 'whole' | 'article';

/** @param session Null where nothing is run: in the article, and where the browser has no workers, of which the page tells. */
export function renderPage(element: HTMLElement, session: Session | null, view: View): void {
  requireStyles();
  openPanels(PANELS, location.search);
  keepFocusInSight();
  watchPrinting();
  watchRest();
  // A part in a frame is no reason to stay on the page around it.
  if (view === 'whole')
    askBeforeLeaving({ facts: runStore, experiment: experimentStore, pins: pinStore }, window);
  liveWithTranslators();
  createRoot(element, { onCaughtError: writeDown }).render(
    <StrictMode>
      <ErrorBoundary>{contentOf(session, view)}</ErrorBoundary>
    </StrictMode>,
  );
}

/** Writes what a part of the page failed with to the console, as React would; one that is late has not failed. */
function writeDown(error: unknown): void {
  if (error instanceof MissingPart && error.arrival !== null) return;
  // oxlint-disable-next-line no-console -- As React does by itself.
  console.error(error);
}

function contentOf(session: Session | null, view: View): ReactNode {
  if (view === 'article')
    return (
      <Boundary name={ARTICLE} isAlone>
        <Suspense fallback={null}>
          <Article />
        </Suspense>
      </Boundary>
    );
  if (session === null) return <Unsupported />;
  return (
    <SessionContext value={session}>{view === 'whole' ? <App /> : <Part embed={view} />}</SessionContext>
  );
}

/**
 * Whether the style sheets arrived. A host that answers everything with a page, or breaks a file off, fails no request: the
 * browser takes what it gets for a sheet without rules, or with some of them.
 */
const LAST_RULES = ['--styles-of-start', '--styles-of-page'];

/** @throws Error where a style sheet is missing or not whole; `public/start.js` hears of it and says so. */
function requireStyles(): void {
  const styles = getComputedStyle(document.documentElement);
  if (LAST_RULES.some((rule) => styles.getPropertyValue(rule) === ''))
    throw new Error('A style sheet of the page did not arrive whole.');
}

declare module 'react' {
  // HTML's attribute, which translators look for in SVG too.
  interface SVGAttributes<T> {
    translate?: T extends Element ? 'yes' | 'no' : never;
  }
}

/**
 * The child of `parent` that stands for a text node: the translator's element around it; null where the text is nowhere any
 * more. One that stands elsewhere is the fault of another, and is given back for the browser to refuse.
 */
function childOf(parent: Node, text: Text): Node | null {
  let node: Node = text;
  while (node.parentNode !== parent) {
    if (node.parentNode === null) return node === text ? null : text;
    node = node.parentNode;
    // Only translators make these.
    if (!(node instanceof HTMLElement) || node.localName !== 'font') return text;
  }
  return node;
}

/**
 * Keeps the page alive while the browser translates it. Translators put a `<font>` in the place of every text node, with the
 * node or a translation of it inside, and React, which keeps its text nodes by reference, then fails on the first one that it
 * takes away or puts something before (https://github.com/facebook/react/issues/11538): the whole page gives way to the
 * last resort, and the run with it.
 *
 * What keeps the page *current* is that a text which changes is alone in its element, where React replaces all there is; the
 * tests see to that. This is the net below, for a text that was forgotten. Numbers that change all the time, and texts of
 * drawings, in which a `<font>` is not shown, ask by `translate="no"` to be left alone.
 */
function liveWithTranslators(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with the node that they were called on
  const { removeChild, insertBefore } = Node.prototype;
  Node.prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    if (child instanceof Text && child.parentNode !== this) {
      const own = childOf(this, child);
      if (own !== null) removeChild.call(this, own);
      return child;
    }
    return removeChild.call(this, child) as T;
  };
  Node.prototype.insertBefore = function <T extends Node>(this: Node, node: T, child: Node | null): T {
    const isAway = child instanceof Text && child.parentNode !== this;
    return insertBefore.call(this, node, isAway ? childOf(this, child) : child) as T;
  };
}
