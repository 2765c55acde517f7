/** What becomes of the page, or of a part of it, where something in it fails. */
import { Component, Fragment, useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { reloadKept } from '../../client/reload';
import type { FileFault } from '../../contract/files';
import { useMessages } from '../../i18n/messages';
import { askForNewDeploy, deployStore } from '../../state/deploy';
import { MissingPart } from './lazy-part';

interface BoundaryProps {
  /** What the part is called on the page. */
  readonly name: string;
  /** What it shows: a failure is forgotten when this is another. */
  readonly shows?: unknown;
  /** Whether the page has nothing else. */
  readonly isAlone?: boolean;
  /**
   * Of what opens over the page, or has its place where nobody looks: closes it. A failure then stands among the notices of the
   * page, and can be put off.
   */
  readonly onPutOff?: () => void;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly attempt: number;
}

/**
 * What fails within a part of the page takes away that part alone: the run and all others go on. It is tried again when
 * asked for, and when what it shows has changed.
 */
export class Boundary extends Component<BoundaryProps, State> {
  override state: State = { error: null, attempt: 0 };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate(before: BoundaryProps, state: State): void {
    const { error } = this.state;
    if (error !== null && before.shows !== this.props.shows) this.#tryAgain();
    else if (error !== null && error !== state.error && error instanceof MissingPart) this.#await(error);
  }

  /** What arrives after all is shown. */
  #await(missing: MissingPart): void {
    const show = (): void => {
      if (this.state.error === missing) this.#tryAgain();
    };
    missing.arrival?.then(show, () => undefined);
  }

  override render(): ReactNode {
    const { name, isAlone = false, onPutOff, children } = this.props;
    const { error, attempt } = this.state;
    if (error !== null) {
      const failure = { name, isAlone, error, onAgain: () => this.#tryAgain() };
      if (onPutOff === undefined) return <PartFailure key={attempt} {...failure} />;
      const putOff = (): void => {
        onPutOff();
        this.#tryAgain();
      };
      const told = <PartFailure {...failure} onPutOff={putOff} />;
      const place = document.querySelector('.page-notices');
      return <Fragment key={attempt}>{place === null ? told : createPortal(told, place)}</Fragment>;
    }
    return <Fragment key={attempt}>{children}</Fragment>;
  }

  #tryAgain(): void {
    const { error } = this.state;
    if (error instanceof MissingPart) error.ask();
    this.setState(({ attempt }) => ({ error: null, attempt: attempt + 1 }));
  }
}

interface PartFailureProps {
  readonly isAlone: boolean;
  readonly name: string;
  readonly error: Error;
  readonly onAgain: () => void;
  readonly onPutOff?: () => void;
}

function PartFailure({ name, isAlone, error, onAgain, onPutOff }: PartFailureProps) {
  const { parts: text, ui } = useMessages();
  const isMissing = error instanceof MissingPart;
  const isGone = useStore(deployStore, ({ isReplaced }) => isMissing && isReplaced);
  const [fault, setFault] = useState<FileFault | null>(null);
  const isLate = isMissing && error.arrival !== null;
  useEffect(() => {
    if (!isMissing) return;
    void askForNewDeploy();
    if (!isLate) void error.explain().then(setFault);
  }, [error, isMissing, isLate]);
  const again = (
    <button type="button" className="button" onClick={isGone ? () => reloadKept() : onAgain}>
      {isGone ? ui.crash.reload : text.again}
    </button>
  );
  return (
    <div role="alert" className="notice notice-failure" data-testid="part-failure" data-part={name}>
      <div>
        <p className="notice-lead">
          {isLate ? text.late(name) : isMissing ? text.missing(name) : text.failed(name)}
        </p>
        {isGone && <p>{text.replaced}</p>}
        {!isAlone && <p>{text.restGoesOn}</p>}
        {fault !== null && <p>{ui.fileFault(fault)}</p>}
        {fault === null && !isLate && <p className="notice-detail">{error.message}</p>}
        {onPutOff !== undefined && (
          <p className="notice-actions">
            {again}
            <button type="button" className="button" data-testid="put-off" onClick={onPutOff}>
              {ui.notices.dismiss}
            </button>
          </p>
        )}
      </div>
      {onPutOff === undefined && again}
    </div>
  );
}

/** The last resort of the page: a message and two ways on, never a blank page. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, Pick<State, 'error'>> {
  override state: Pick<State, 'error'> = { error: null };

  static getDerivedStateFromError(error: unknown): Pick<State, 'error'> {
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
        <button type="button" className="button" onClick={() => reloadKept()}>
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
