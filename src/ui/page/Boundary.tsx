/**
 * What fails within a part of the page takes away that part alone: the run and all others go on. It is tried again when
 * asked for, and when what it shows has changed.
 */
import { Component, Fragment, type ReactNode } from 'react';
import { useMessages } from '../../i18n/messages';
import { MissingPart } from './lazy-part';

interface BoundaryProps {
  /** What the part is called on the page. */
  readonly name: string;
  /** What it shows: a failure is forgotten when this is another. */
  readonly shows?: unknown;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly attempt: number;
}

export class Boundary extends Component<BoundaryProps, State> {
  override state: State = { error: null, attempt: 0 };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (this.state.error !== null && before.shows !== this.props.shows) this.#tryAgain();
  }

  override render(): ReactNode {
    const { name, children } = this.props;
    const { error, attempt } = this.state;
    if (error !== null) return <PartFailure name={name} error={error} onAgain={() => this.#tryAgain()} />;
    return <Fragment key={attempt}>{children}</Fragment>;
  }

  #tryAgain(): void {
    const { error } = this.state;
    if (error instanceof MissingPart) error.ask();
    this.setState(({ attempt }) => ({ error: null, attempt: attempt + 1 }));
  }
}

interface PartFailureProps {
  readonly name: string;
  readonly error: Error;
  readonly onAgain: () => void;
}

function PartFailure({ name, error, onAgain }: PartFailureProps) {
  const text = useMessages().parts;
  return (
    <div role="alert" className="notice notice-failure" data-testid="part-failure" data-part={name}>
      <div>
        <p className="notice-lead">{error instanceof MissingPart ? text.missing(name) : text.failed(name)}</p>
        <p>{text.restGoesOn}</p>
        <p className="notice-detail">{error.message}</p>
      </div>
      <button type="button" className="button" onClick={onAgain}>
        {text.again}
      </button>
    </div>
  );
}
