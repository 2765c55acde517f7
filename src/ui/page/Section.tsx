/** The frame of the sections below the charts: title, one sentence of what they are for, and their content. */
import { useId, type ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly explanation: string;
  readonly className?: string;
  readonly testId: string;
  readonly children: ReactNode;
}

export function Section({ title, explanation, className = '', testId, children }: SectionProps) {
  const id = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={id} data-testid={testId}>
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
