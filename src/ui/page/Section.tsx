/** What a panel of the page is, and the frame of those below the charts: title, one sentence of what they are for, content. */
import { useId, type ComponentType, type ReactNode } from 'react';
import type { LanePlan } from '../../architecture/plan-experiment';
import { Marked } from '../../glossary/Marked';
import type { Messages } from '../../i18n/messages';
import type { PanelKind } from '../../state/panels';

export interface PanelProps {
  readonly plans: readonly LanePlan[];
}

export interface Panel extends PanelKind {
  readonly title: (texts: Messages) => string;
  /** Null of what the diagrams draw themselves, and of the drawer. Code that comes later, `lazyPart` brings. */
  readonly Content: ComponentType<PanelProps> | null;
}

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
      <header className="section-header">
        <h2 className="chart-title" id={id}>
          {title}
        </h2>
        <p className="chart-explanation">
          <Marked text={explanation} />
        </p>
      </header>
      {children}
    </section>
  );
}
