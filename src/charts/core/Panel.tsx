/** What chart panels stand in: the frame with its title and, behind a question mark, what is seen; and legends. */
import './charts.css';
import './panels.css';
import { useId, type ReactNode, type RefObject } from 'react';
import { useStore } from 'zustand';
import { Marked } from '../../glossary/Marked';
import { useMessages } from '../../i18n/messages';
import { runStore } from '../../state/run';
import { LaneLine, LaneMark } from './LaneMark';
import { Popup } from './Popup';
import { rem } from './unit';

export interface PanelProps {
  /** Null where it stands under a title already. */
  readonly title: string | null;
  /** Behind the question mark. */
  readonly explanation: ReactNode;
  readonly reference?: RefObject<HTMLElement | null>;
  readonly testId?: string | undefined;
  /** Fills the height of its box, with one line above the plot. */
  readonly stage?: boolean | undefined;
  /** Right of the title. */
  readonly beside?: ReactNode;
  /** At the end of that line. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

export function Panel(props: PanelProps) {
  const { title, explanation, reference, testId, stage = false, beside, tools, children } = props;
  const text = useMessages().charts.menu;
  const id = useId();
  // Numbers of the run before stay in view while the next one is prepared; they are dimmed to say so.
  const preparing = useStore(runStore, (run) => run.status.kind === 'preparing');
  const help = (
    <div className="chart-tools">
      <Popup label={text.about(title)} sign="?">
        <div className="chart-about">
          {typeof explanation === 'string' ? <Marked text={explanation} /> : explanation}
        </div>
      </Popup>
      {tools}
    </div>
  );
  return (
    <section
      className={stage ? 'chart-panel chart-stage' : 'chart-panel'}
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
        {beside}
        {!stage && help}
      </header>
      {children}
      {/* Over the line above the plot; the tab key comes to the plot first. */}
      {stage && help}
    </section>
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
