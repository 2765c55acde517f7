/** The panel in which the experiment is assembled, with what the network costs. */
import type { ReactNode } from 'react';
import type { NetworkPlan } from '../../architecture/plan';
import { depthOf } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { formatCompact, formatCount } from '../format';
import { useExperiment } from '../hooks';
import { DataSection } from './DataSection';
import { NetworkSection } from './NetworkSection';
import { SwitchList } from './SwitchList';
import { TrainingSection } from './TrainingSection';

export function Builder({ plan }: { readonly plan: NetworkPlan }) {
  const { ui } = useMessages();
  const { sections } = ui.builder;
  return (
    <aside className="builder" aria-labelledby="builder-title">
      <h2 id="builder-title">{ui.builder.label}</h2>
      <Facts plan={plan} />
      <p className="builder-note">{ui.builder.restartNote}</p>
      <Section title={sections.network} open>
        <NetworkSection />
      </Section>
      <Section title={sections.training} open>
        <TrainingSection />
      </Section>
      <Section title={sections.data}>
        <DataSection />
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

function Facts({ plan }: { readonly plan: NetworkPlan }) {
  const { ui } = useMessages();
  const { network } = useExperiment();
  const { facts } = ui.builder;
  const lastConv = plan.blocks.at(-1)?.branch.at(-1) ?? plan.stem;
  const side = lastConv.receptiveField;
  const rows: readonly (readonly [string, string])[] = [
    [facts.depth, String(depthOf(network))],
    [facts.parameters, formatCount(plan.parameterCount)],
    [facts.multiplyAdds, formatCompact(plan.multiplyAdds)],
    [facts.receptiveField, `${side}×${side}`],
  ];
  return (
    <dl className="facts">
      {rows.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
