/** Composition root of the page: opens the experiment of the address, starts its run, and renders. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { backendOf } from './client/backend';
import { Session } from './client/session';
import { openFromLocation } from './state/experiment';
import { pageStore, restoreTheme } from './state/page';
import { App } from './ui/App';
import { ErrorBoundary, Unsupported } from './ui/ErrorBoundary';
import { SessionContext } from './ui/hooks';
import './ui/theme.css';
import './ui/base.css';
import './ui/page.css';
import './ui/diagram/diagram.css';
import './ui/builder/builder.css';

restoreTheme();
const element = document.getElementById('root');
if (element === null) throw new Error('the page has no element #root');
const root = createRoot(element);

if (typeof Worker === 'undefined') {
  root.render(<Unsupported />);
} else {
  const { choice, unknown } = backendOf(location.search);
  pageStore.setState({ backend: choice, unknownBackend: unknown });
  openFromLocation();
  const session = new Session({ backend: choice });
  session.open();
  root.render(
    <StrictMode>
      <ErrorBoundary>
        <SessionContext value={session}>
          <App />
        </SessionContext>
      </ErrorBoundary>
    </StrictMode>,
  );
}
