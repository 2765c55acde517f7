/** A panel with a plot in it: its cursor, which pointer and keyboard move, and the readout of it. */
import {
  useCallback,
  useEffect,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { Marked } from '../../glossary/Marked';
import { clearLayers } from '../../state/layer-span';
import { clearSpan } from '../../state/span';
import { ChartMenu } from './ChartMenu';
import { chartElements, type ChartElements } from './dom';
import type { Invalidate, PlotView } from './frame';
import { useView } from './hooks';
import { LaneMark } from './LaneMark';
import { putOnStage } from './on-stage';
import { Panel, type PanelProps } from './Panel';

/** The line that shows exact values at the cursor; its texts are written by ReadoutWriter. */
function Readout({ lanes, hint }: { readonly lanes: readonly string[]; readonly hint: ReactNode }) {
  return (
    <div className="chart-readout" data-empty="true">
      <span className="chart-readout-hint">{hint}</span>
      <span className="chart-readout-place" />
      {lanes.map((lane, index) => (
        <span className="chart-readout-lane" key={`${index} ${lane}`}>
          <LaneMark lane={index} /> <span className="chart-readout-name">{lane}</span>{' '}
          <span className="chart-readout-value" translate="no" />
        </span>
      ))}
    </div>
  );
}

interface ChartPanelProps<V extends PlotView> extends Omit<
  PanelProps,
  'reference' | 'children' | 'beside' | 'tools'
> {
  /** Makes the view of the panel; must be stable (useCallback). */
  readonly create: (elements: ChartElements, invalidate: Invalidate) => V;
  /** See `useView`. */
  readonly interval?: number;
  /** Above the plot: what is chosen, and legends. */
  readonly head?: ReactNode;
  /** What can be chosen of the chart, in its menu. */
  readonly choices?: ReactNode;
  /** Whether its axis of values grows with them, and can be asked to follow them. */
  readonly grows?: boolean;
  /** Id of the details that hold its table, where these stand elsewhere. */
  readonly table?: string;
  /** Below it. */
  readonly children?: ReactNode;
  /** Names of the lanes. */
  readonly names: readonly string[];
  /** Between readout and plot. */
  readonly note?: ReactNode;
  /** What pointer and keyboard do in it: what the readout says without a cursor, on the stage behind the question mark. */
  readonly hint: string;
  /** What a readout on the stage shows without a cursor. */
  readonly idle?: ReactNode;
  /** Class of what holds the readout. */
  readonly readout?: string;
  /** What the cursor is called. */
  readonly label: string;
  readonly className?: string;
  readonly style?: CSSProperties;
  /** Names of plots side by side in it; without, it is one itself. */
  readonly plots?: readonly string[];
  /** What is told while the view has set nothing yet, and the bounds that the cursor moves between. */
  readonly start: {
    readonly text: string | undefined;
    readonly min?: number;
    readonly max?: number;
  };
  /** The cursor also vanishes when the focus goes on. */
  readonly leavesWithFocus?: boolean;
  /** Enter or a double click at the cursor; returns what there is to tell of it. */
  readonly onChoose?: () => string | null;
}

/**
 * A panel with a plot that has a cursor, which pointer and keyboard move alike, a readout of it, and a line in which screen readers
 * hear what it is at. Escape takes the cursor away, and shows all steps and layers again.
 */
export function ChartPanel<V extends PlotView>(props: ChartPanelProps<V>) {
  const {
    title,
    explanation,
    testId,
    stage = false,
    create,
    interval = 0,
    head,
    choices,
    grows = false,
    table,
    note,
    children,
    names,
    hint,
    idle,
    readout,
  } = props;
  const { label, className = '', style, plots, start, leavesWithFocus = false, onChoose } = props;
  const element = useRef<HTMLElement>(null);
  const make = useCallback(
    (host: HTMLElement, invalidate: Invalidate) => create(chartElements(host), invalidate),
    [create],
  );
  const view = useView(element, make, { interval });
  useEffect(() => {
    if (!stage || title === null) return undefined;
    return putOnStage({ title, exhibit: () => view.current?.exhibit() ?? null });
  }, [stage, title, view]);
  const line = <Readout lanes={names} hint={stage ? idle : hint} />;
  const live = useRef<HTMLParagraphElement>(null);
  const say = (words: string): void => {
    if (live.current) live.current.textContent = words;
  };
  const leave = (): void => {
    view.current?.clearCursor();
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
    <Panel
      title={title}
      explanation={
        <>
          {typeof explanation === 'string' ? (
            <p>
              <Marked text={explanation} />
            </p>
          ) : (
            explanation
          )}
          {stage && <p>{hint}</p>}
        </>
      }
      testId={testId}
      reference={element}
      stage={stage}
      beside={stage && line}
      tools={
        <ChartMenu
          title={title}
          panel={element}
          exhibit={() => view.current?.exhibit() ?? null}
          names={names}
          choices={choices}
          grows={grows}
          table={table}
        />
      }
    >
      {head}
      {!stage && (readout === undefined ? line : <div className={readout}>{line}</div>)}
      {note}
      <div
        className={`chart-plot ${className}`}
        {...(style && { style })}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={start.min ?? 0}
        aria-valuemax={start.max ?? 0}
        aria-valuenow={start.min ?? 0}
        aria-valuetext={start.text}
        onPointerMove={(event) => view.current?.point(event)}
        onPointerDown={(event) => view.current?.brush(event)}
        onPointerUp={() => view.current?.release()}
        onPointerCancel={leave}
        onPointerLeave={(event) => {
          if (event.pointerType === 'mouse') leave();
        }}
        onDoubleClick={choose}
        onKeyDown={press}
        {...(leavesWithFocus && { onBlur: leave })}
      >
        {plots?.map((name) => (
          <div key={name} className="chart-subplot" data-curve={name} />
        ))}
      </div>
      <p className="chart-live" aria-live="polite" ref={live} />
      {children}
    </Panel>
  );
}
