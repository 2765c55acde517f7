/** What is in the drawer: the network's cost, the editor of selected blocks, and all settings, those most wanted first. */
import { Fragment } from 'react';
import { isClassicPlan, planExperiment, type LanePlan } from '../../architecture/plan-experiment';
import { isRecorded } from '../../config/edit/edit';
import { shares } from '../../config/edit/lanes';
import { useMessages } from '../../i18n/messages';
import { useEditedLane, useEditedPlan } from '../page/edited';
import { useExperiment } from '../page/hooks';
import { ClassicSection } from '../lanes/ClassicSection';
import { LanesSection } from '../lanes/LanesSection';
import { Legend } from '../diagram/Legend';
import { SelectionPanel } from '../diagram/SelectionPanel';
import { BackendField } from './BackendField';
import { Facts } from './Facts';
import { HistoryButtons } from './HistoryButtons';
import { EndsSection, InitialisationSection, NetworkSection, SkipSection } from './NetworkSections';
import { Section } from './Section';
import { SwitchList } from './SwitchList';
import { DataSection, SeedsSection, TrainingSection } from './TrainingSections';
import './builder.css';

export function Builder() {
  const { lanes, ui } = useMessages();
  const plan = useEditedPlan();
  const edited = useEditedLane();
  const classic = edited?.classic;
  const key = edited?.id ?? '';
  const { sections } = ui.builder;
  return (
    <div className="builder">
      <div className="builder-top">
        <div className="builder-head">
          <h2 id="builder-title">{ui.builder.label}</h2>
          <p className="builder-note">{ui.builder.restartNote}</p>
          <HistoryButtons />
        </div>
        <Facts plan={plan} />
      </div>
      {!isClassicPlan(plan) && <SelectionPanel plan={plan} />}
      <EditedNote />
      {edited !== null && classic !== undefined ? (
        <Section name="network" title={lanes.classic.names[classic.kind]} open>
          <ClassicSection key={key} id={edited.id} classic={classic} />
        </Section>
      ) : isClassicPlan(plan) ? null : (
        // Drafts belong to the network they were typed for.
        <Fragment key={key}>
          <Section name="network" title={sections.network} open>
            <NetworkSection plan={plan} />
          </Section>
          <Section name="skips" title={sections.skips} open>
            <SkipSection />
          </Section>
          <Section name="initialisation" title={sections.initialisation}>
            <InitialisationSection />
          </Section>
          <Section name="ends" title={sections.ends}>
            <EndsSection />
          </Section>
        </Fragment>
      )}
      <Section name="training" title={sections.training}>
        <TrainingSection />
      </Section>
      <Section name="data" title={sections.data}>
        <DataSection />
      </Section>
      <Section name="lanes" title={sections.lanes}>
        <LanesSection />
      </Section>
      <Section name="seeds" title={sections.seeds}>
        <SeedsSection />
        <BackendField />
      </Section>
      <Recorded />
      <EditedLegend plan={plan} />
    </div>
  );
}

/** Only where there is something: what is recorded is seen by whoever throws a switch. */
function Recorded() {
  const { ui } = useMessages();
  const isAny = isRecorded(useExperiment());
  return isAny ? (
    <Section name="recorded" title={ui.switches.title} open>
      <SwitchList />
    </Section>
  ) : null;
}

/**
 * Legend of the network that is edited. A classic one has none: while it is edited, there is that of the shared network,
 * where any of the others has that.
 */
function EditedLegend({ plan }: { readonly plan: LanePlan }) {
  const { ui } = useMessages();
  const config = useExperiment();
  const shown = isClassicPlan(plan) ? (config.lanes.some(shares) ? planExperiment(config) : null) : plan;
  if (shown === null || shown.blocks.length === 0) return null;
  return (
    <Section name="legend" title={ui.builder.sections.legend}>
      <Legend plan={shown} selects={shown === plan} />
    </Section>
  );
}

/** Whose network the controls below it are about, where not all lanes have the same. */
function EditedNote() {
  const { lanes: all } = useExperiment();
  const { lanes, ui } = useMessages();
  const edited = useEditedLane();
  if (all.every(shares)) return null;
  const meant = edited === null ? all.filter(shares) : [edited];
  const names = meant.map(({ id, label }) => label ?? ui.lanes.name(id));
  return <p className="builder-edited">{lanes.list.edits(lanes.list.and(names))}</p>;
}
