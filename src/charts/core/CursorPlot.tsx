/**
 * The plot of a panel with a cursor that pointer and keyboard move alike, and a line in which screen readers hear what it is
 * at. Escape takes the cursor away, and shows all steps and layers again. What is drawn in it, and where the cursor goes, is the view's.
 */
import {
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { clearLayers } from '../../state/layer-span';
import { clearSpan } from '../../state/span';

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
