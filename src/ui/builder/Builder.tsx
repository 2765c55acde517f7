/** The panel in which the experiment is assembled, with what the network costs. */
import type { ReactNode } from 'react';
import type { NetworkPlan } from '../../architecture/plan';
import { useMessages } from '../../i18n/messages';
import { BackendField } from './BackendField';
import { DataSection } from './DataSection';
import { EndsSection } from './EndsSection';
import { Facts } from './Facts';
import { HistoryButtons } from './HistoryButtons';
import { InitialisationSection } from './InitialisationSection';
import { NetworkSection } from './NetworkSection';
import { SeedsSection } from './SeedsSection';
import { SkipSection } from './SkipSection';
import { SwitchList } from './SwitchList';
import { TrainingSection } from './TrainingSection';

export function Builder({ plan }: { readonly plan: NetworkPlan }) {
  const { ui } = useMessages();
  const { sections } = ui.builder;
  return (
    <aside className="builder" aria-labelledby="builder-title">
      <div className="builder-head">
        <h2 id="builder-title">{ui.builder.label}</h2>
        <HistoryButtons />
      </div>
      <p className="builder-note">{ui.builder.restartNote}</p>
      <Facts plan={plan} />
      <Section title={sections.network} open>
        <NetworkSection plan={plan} />
      </Section>
      <Section title={sections.skips} open>
        <SkipSection />
      </Section>
      <Section title={sections.ends}>
        <EndsSection />
      </Section>
      <Section title={sections.initialisation}>
        <InitialisationSection />
      </Section>
      <Section title={sections.training} open>
        <TrainingSection />
      </Section>
      <Section title={sections.data}>
        <DataSection />
      </Section>
      <Section title={sections.seeds}>
        <SeedsSection />
      </Section>
      <Section title={sections.backend}>
        <BackendField />
      </Section>
      <Section title={ui.switches.title} open>
        <SwitchList />
      </Section>
    </aside>
  );
}

interface SectionProps {
  readonly title: string;
  readonly open?: boolean;
  readonly children: ReactNode;
}

function Section({ title, open, children }: SectionProps) {
  return (
    <details className="section" open={open}>
      <summary>{title}</summary>
      <div className="section-body">{children}</div>
    </details>
  );
}
