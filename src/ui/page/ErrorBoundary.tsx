/** The last resort of the page: a message and two ways on, never a blank page. */
import { Component, type ReactNode } from 'react';
import { useMessages } from '../../i18n/messages';

interface State {
  readonly error: Error | null;
}

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <Crash message={this.state.error.message} />;
  }
}

function Crash({ message }: { readonly message: string }) {
  const { ui } = useMessages();
  return (
    <main className="plain-message" role="alert">
      <h1>{ui.crash.title}</h1>
      <p>{ui.crash.text}</p>
      <p className="notice-detail">{message}</p>
      <p className="plain-message-actions">
        <button type="button" className="button" onClick={() => location.reload()}>
          {ui.crash.reload}
        </button>
        <a className="button" href={location.pathname} onClick={() => startOver()}>
          {ui.crash.startOver}
        </a>
      </p>
    </main>
  );
}

/** A link that differs only in its hash would not load the page again. */
function startOver(): void {
  history.replaceState(null, '', location.pathname);
  location.reload();
}

export function Unsupported() {
  const { ui } = useMessages();
  return (
    <main className="plain-message">
      <h1>{ui.unsupported.title}</h1>
      <p>{ui.unsupported.text}</p>
    </main>
  );
}
