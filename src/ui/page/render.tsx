/** Renders the page. Loaded beside the first run, which need not wait for it. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Session } from '../../client/session';
import { experimentStore } from '../../state/experiment';
import { openPanels } from '../../state/panels';
import { pinStore } from '../../state/pins';
import { runStore } from '../../state/run';
import { App } from './App';
import { ErrorBoundary, Unsupported } from './ErrorBoundary';
import { keepFocusInSight } from './focus-in-sight';
import { askBeforeLeaving } from './leaving';
import { watchPrinting } from '../print/printing';
import { watchRest } from './resting';
import { SessionContext } from './hooks';
import { PANELS } from './panels';
import { liveWithTranslators } from './translators';
import { requireStyles } from './whole-styles';
import './page.css';
import './phone.css';
import '../diagram/diagram.css';
import '../builder/builder.css';
// Charts of experiments are those of the instruments too.
import '../../studies/page/studies.css';
// Over all of them.
import './forced-colours.css';
import '../print/print.css';
import './reflow.css';

/** Null where the browser has no workers: then the page says so. */
export function renderPage(element: HTMLElement, session: Session | null): void {
  requireStyles();
  openPanels(PANELS, location.search);
  keepFocusInSight();
  watchPrinting();
  watchRest();
  askBeforeLeaving({ facts: runStore, experiment: experimentStore, pins: pinStore }, window);
  liveWithTranslators();
  createRoot(element).render(
    session === null ? (
      <Unsupported />
    ) : (
      <StrictMode>
        <ErrorBoundary>
          <SessionContext value={session}>
            <App />
          </SessionContext>
        </ErrorBoundary>
      </StrictMode>
    ),
  );
}
