/** What chart panels are made of: the frame with title and one sentence of what is seen, the plot with its cursor, legends, tables. */
import './charts.css';
import {
  useCallback,
  useId,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { clearLayers } from '../../state/layer-span';
import { runStore } from '../../state/run';
import { clearSpan } from '../../state/span';
import { chartElements, type ChartElements } from './dom';
import type { Invalidate, PlotView } from './frame';
import { useView } from './hooks';
import { LaneLine, LaneMark } from './LaneMark';
import { rem } from './unit';

interface PanelProps {
  /** Null where it stands under a title already. */
  readonly title: string | null;
  readonly explanation: string;
  readonly reference?: RefObject<HTMLElement | null>;
  readonly testId?: string | undefined;
  readonly children: ReactNode;
}

export function Panel({ title, explanation, reference, testId, children }: PanelProps) {
  const id = useId();
  // Numbers of the run before stay in view while the next one is prepared; they are dimmed to say so.
  const preparing = useStore(runStore, (run) => run.status.kind === 'preparing');
  return (
    <section
      className="chart-panel"
      {...(title !== null && { 'aria-labelledby': id })}
      data-testid={testId}
      data-preparing={preparing}
      ref={reference}
    >
      <header className="chart-header">
        {title !== null && (
          <h2 className="chart-title" id={id}>
            {title}
          </h2>
        )}
        <p className="chart-explanation">{explanation}</p>
      </header>
      {children}
    </section>
  );
}

/** The line that shows exact values at the cursor; its texts are written by ReadoutWriter. */
function Readout({ lanes, hint }: { readonly lanes: readonly string[]; readonly hint: string }) {
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

interface ChartPanelProps<V extends PlotView> extends Omit<PanelProps, 'reference' | 'children'> {
  /** Makes the view of the panel; must be stable (useCallback). */
  readonly create: (elements: ChartElements, invalidate: Invalidate) => V;
  /** See `useView`. */
  readonly interval?: number;
  /** Above the plot: what is chosen, and legends. */
  readonly head: ReactNode;
  /** Below it. */
  readonly children?: ReactNode;
  /** Names of the lanes. */
  readonly names: readonly string[];
  /** Between readout and plot. */
  readonly note?: ReactNode;
  /** What the readout says without a cursor. */
  readonly hint: string;
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
    create,
    interval = 0,
    head,
    note,
    children,
    names,
    hint,
    readout,
  } = props;
  const { label, className = '', style, plots, start, leavesWithFocus = false, onChoose } = props;
  const element = useRef<HTMLElement>(null);
  const make = useCallback(
    (host: HTMLElement, invalidate: Invalidate) => create(chartElements(host), invalidate),
    [create],
  );
  const view = useView(element, make, { interval });
  const line = <Readout lanes={names} hint={hint} />;
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
    <Panel title={title} explanation={explanation} testId={testId} reference={element}>
      {head}
      {readout === undefined ? line : <div className={readout}>{line}</div>}
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

interface LaneLegendProps {
  readonly lanes: readonly string[];
  readonly names: readonly string[];
  /** Marks only, where lines are not those of the lanes. */
  readonly marks?: boolean;
  /** Beside the name of each lane. */
  readonly beside?: readonly ReactNode[];
  /** Entries after the lanes. */
  readonly children?: ReactNode;
}

export function LaneLegend({ lanes, names, marks = false, beside, children }: LaneLegendProps) {
  const messages = useMessages().charts;
  return (
    <ul className="chart-legend" aria-label={messages.lanes}>
      {lanes.map((lane, index) => (
        <li key={lane}>
          {marks ? <LaneMark lane={index} /> : <LaneLine lane={index} />} <strong>{names[index]}</strong>
          {beside && ' '}
          {beside?.[index]}
        </li>
      ))}
      {children}
    </ul>
  );
}

/** An entry of a legend that is of no lane: a line, or the hollow marks of all lanes. */
interface LegendNoteProps {
  /** How many lanes have hollow marks; without, it is of a line. */
  readonly lanes?: number;
  readonly width?: number;
  readonly dash?: string;
  readonly opacity?: number;
  readonly children: ReactNode;
}

export function LegendNote({ lanes, width, dash, opacity, children }: LegendNoteProps) {
  return (
    <li className="chart-legend-note">
      {lanes === undefined ? (
        <svg className="chart-mark" viewBox="0 0 24 12" width={rem(24)} height={rem(12)} aria-hidden="true">
          <line
            x2="24"
            y1="6"
            y2="6"
            stroke="currentColor"
            strokeWidth={width}
            strokeDasharray={dash}
            opacity={opacity}
          />
        </svg>
      ) : (
        <span>
          {Array.from({ length: lanes }, (_, lane) => (
            <LaneMark key={lane} lane={lane} hollow />
          ))}
        </span>
      )}{' '}
      {children}
    </li>
  );
}

interface TableDetailsProps {
  readonly summary: string;
  /** What the scrolling region is called. */
  readonly region: string;
  /** The tables, rendered only while they are open. */
  readonly children: ReactNode;
}

/** Tables under a line that opens them. */
export function TableDetails({ summary, region, children }: TableDetailsProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="chart-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && (
        <div className="chart-table-scroll" role="region" aria-label={region} tabIndex={0}>
          {children}
        </div>
      )}
    </details>
  );
}

interface DataTableProps {
  readonly caption: string;
  /** Titles of the columns, of which the first is that of the rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [title: string | number, ...cells: (string | DataCell)[]])[];
  /** The step that all of it is of. */
  readonly step?: number;
  /** Whether it holds nothing but numbers, which nobody is to translate. */
  readonly numbers?: boolean;
  readonly testId?: string;
}

interface DataCell {
  readonly text: string;
  /** The number as JavaScript writes it; empty for none. */
  readonly value: string;
}

/** A table with a row per step, where the titles of the rows are numbers. */
export function DataTable({ caption, columns, rows, step, numbers = false, testId }: DataTableProps) {
  return (
    <table className="chart-table" data-testid={testId} data-step={step}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((title, i) => (
            <th scope="col" key={i}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([title, ...cells], row) => (
          <tr
            key={row}
            {...(typeof title === 'number' && { 'data-step': title })}
            {...(numbers && { translate: 'no' })}
          >
            <th scope="row">{title}</th>
            {cells.map((cell, i) =>
              typeof cell === 'string' ? (
                <td key={i}>{cell}</td>
              ) : (
                <td key={i} data-value={cell.value}>
                  {cell.text}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
