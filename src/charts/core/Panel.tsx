/** The frame that all chart panels share: title, one sentence of what is seen, and their content. */
import './charts.css';
import {
  useId,
  type ReactNode,
  type RefObject,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import { useStore } from 'zustand';
import { runStore } from '../../state/run';
import { LaneMark } from './LaneMark';
import { clearLayers } from '../../state/layer-span';
import { clearSpan } from '../../state/span';

interface PanelProps {
  readonly title: string;
  readonly explanation: string;
  readonly reference?: RefObject<HTMLElement | null>;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Panel({ title, explanation, reference, testId, children }: PanelProps) {
  const id = useId();
  // Numbers of the run before stay in view while the next one is prepared; they are dimmed to say so.
  const preparing = useStore(runStore, (run) => run.status.kind === 'preparing');
  return (
    <section
      className="chart-panel"
      aria-labelledby={id}
      data-testid={testId}
      data-preparing={preparing}
      ref={reference}
    >
      <header className="chart-header">
        <h2 className="chart-title" id={id}>
          {title}
        </h2>
        <p className="chart-explanation">{explanation}</p>
      </header>
      {children}
    </section>
  );
}

export function Readout({ lanes, hint }: { readonly lanes: readonly string[]; readonly hint: string }) {
  return (
    <p className="chart-readout" data-empty="true">
      <span className="chart-readout-hint">{hint}</span>
      <span className="chart-readout-place" />
      {lanes.map((lane, index) => (
        <span className="chart-readout-lane" key={`${index} ${lane}`}>
          <LaneMark lane={index} /> {lane} <span className="chart-readout-value" translate="no" />
        </span>
      ))}
    </p>
  );
}

export interface CursorView {
  point(event: PointerEvent): void;
  /** Whether the key meant something. */
  press(key: string): boolean;
  /** What the cursor is at, in words. */
  announcement(): string;
  /** Begins to choose a span; without it a pointer that is put down only points. */
  brush?(event: PointerEvent): void;
  release?(): void;
}

interface CursorPlotProps {
  readonly view: RefObject<CursorView | null>;
  readonly label: string;
  readonly className?: string;
  readonly style?: CSSProperties;
  /** What is told while the view has set nothing yet, and the bounds that it moves between. */
  readonly start: {
    readonly text: string | undefined;
    readonly min?: number;
    readonly max?: number;
  };
  /** The cursor is to vanish. */
  readonly onLeave: () => void;
  /** The cursor also vanishes when the focus goes on. */
  readonly leavesWithFocus?: boolean;
  /** Enter or a double click at the cursor; returns what there is to tell of it. */
  readonly onChoose?: () => string | null;
  readonly children?: ReactNode;
}

export function CursorPlot({
  view,
  label,
  className = '',
  style,
  start: { text, min = 0, max = 0 },
  onLeave,
  leavesWithFocus = false,
  onChoose,
  children,
}: CursorPlotProps) {
  const live = useRef<HTMLParagraphElement>(null);
  const say = (words: string): void => {
    if (live.current) live.current.textContent = words;
  };
  const leave = (): void => {
    onLeave();
    say('');
  };
  const choose = (): void => {
    const words = onChoose?.() ?? null;
    if (words !== null) say(words);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      leave();
      clearSpan();
      clearLayers();
    } else if (event.key === 'Enter') choose();
    else if (view.current?.press(event.key)) {
      event.preventDefault();
      say(view.current.announcement());
    }
  };
  return (
    <>
      <div
        className={`chart-plot ${className}`}
        {...(style && { style })}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuenow={min}
        aria-valuetext={text}
        onPointerMove={(event) => view.current?.point(event)}
        onPointerDown={(event) => {
          if (view.current?.brush === undefined) view.current?.point(event);
          else view.current.brush(event);
        }}
        onPointerUp={() => view.current?.release?.()}
        onPointerCancel={leave}
        onPointerLeave={(event) => {
          if (event.pointerType === 'mouse') leave();
        }}
        onDoubleClick={choose}
        onKeyDown={press}
        {...(leavesWithFocus && { onBlur: leave })}
      >
        {children}
      </div>
      <p className="chart-live" aria-live="polite" ref={live} />
    </>
  );
}
