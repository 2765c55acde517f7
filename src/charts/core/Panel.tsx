/** The frame that all chart panels share: title, one sentence of what is seen, and their content. */
import { useId, type ReactNode, type RefObject } from 'react';
import { useStore } from 'zustand';
import { runStore } from '../../state/run';
import './charts.css';

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
