/** The panel in which the experiment is assembled, with what the network costs. */
import { Fragment, useState, type ReactNode } from 'react';
import { isClassicPlan, planExperiment } from '../../architecture/plan-experiment';
import type { LaneConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { useEditedLane, useEditedPlan } from '../page/edited';
import { useExperiment } from '../page/hooks';
import { Boundary } from '../page/Boundary';
import { ClassicSection } from '../lanes/ClassicSection';
import { LanesSection } from '../lanes/LanesSection';
import { Legend } from '../diagram/Legend';
import { SelectionPanel } from '../diagram/SelectionPanel';
import { BackendField } from './BackendField';
import { Facts } from './Facts';
import { HistoryButtons } from './HistoryButtons';
import { EndsSection, InitialisationSection, NetworkSection, SkipSection } from './NetworkSections';
import { SwitchList } from './SwitchList';
import { DataSection, SeedsSection, TrainingSection } from './TrainingSections';

export function Builder() {
  const { ui, lanes } = useMessages();
  const plan = useEditedPlan();
  const edited = useEditedLane();
  const classic = edited?.classic;
  const key = edited?.id ?? '';
  const { sections } = ui.builder;
  return (
    <div className="builder">
      <div className="builder-head">
        <h2 id="builder-title">{ui.builder.label}</h2>
        <HistoryButtons />
      </div>
      <p className="builder-note">{ui.builder.restartNote}</p>
      <Facts plan={plan} />
      {!isClassicPlan(plan) && <SelectionPanel plan={plan} />}
      <Section title={sections.lanes} open>
        <LanesSection />
      </Section>
      <EditedNote />
      {edited !== null && classic !== undefined ? (
        <Section title={lanes.classic.names[classic.kind]} open>
          <ClassicSection key={key} id={edited.id} classic={classic} />
        </Section>
      ) : isClassicPlan(plan) ? null : (
        // Drafts belong to the network they were typed for.
        <Fragment key={key}>
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
        </Fragment>
      )}
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
      <EditedLegend />
    </div>
  );
}

/**
 * Legend of the network that is edited. A classic one has none: while it is edited, there is that of the shared network,
 * where any of the others has that.
 */
function EditedLegend() {
  const plan = useEditedPlan();
  const config = useExperiment();
  if (!isClassicPlan(plan)) return <Legend plan={plan} selects />;
  const isShared = config.lanes.some(
    ({ network, classic }) => network === undefined && classic === undefined,
  );
  return isShared ? <Legend plan={planExperiment(config)} selects={false} /> : null;
}

/** Whose network the controls below it are about, where not all lanes have the same. */
function EditedNote() {
  const { lanes: all } = useExperiment();
  const { lanes, ui } = useMessages();
  const edited = useEditedLane();
  const shares = ({ network, classic }: LaneConfig): boolean =>
    network === undefined && classic === undefined;
  if (all.every(shares)) return null;
  const meant = edited === null ? all.filter(shares) : [edited];
  const names = meant.map(({ id, label }) => label ?? ui.lanes.name(id));
  return <p className="builder-edited">{lanes.list.edits(lanes.list.and(names))}</p>;
}

interface SectionProps {
  readonly title: string;
  readonly open?: boolean;
  readonly children: ReactNode;
}

function Section({ title, open = false, children }: SectionProps) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOpen = chosen ?? open;
  const config = useExperiment();
  return (
    <details
      className="section"
      open={isOpen}
      onToggle={({ target, currentTarget }) => {
        if (target === currentTarget && currentTarget.open !== isOpen) setChosen(currentTarget.open);
      }}
    >
      <summary>{title}</summary>
      <div className="section-body">
        <Boundary name={title} shows={config}>
          {children}
        </Boundary>
      </div>
    </details>
  );
}
