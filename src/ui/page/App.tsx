/** The page: transport, networks and charts, and the builder beside or below them. */
import { memo } from 'react';
import { useStore } from 'zustand';
import { isClassicPlan, planExperiment, type LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { layoutStore, type LayoutPanel } from '../../state/layout';
import { laneName } from '../../state/lane-style';
import { isSectionOpen, sectionStore } from '../../state/sections';
import { Chart } from './Charts';
import { Builder } from '../builder/Builder';
import { Legend } from '../diagram/Legend';
import { RegimeClaims } from '../claims/RegimeClaims';
import { Divergence } from './Divergence';
import { useEditedPlan } from './edited';
import { ExperimentsSection, RunningNotice } from '../../studies/page/StudiesSection';
import { ExperimentStrip } from './ExperimentStrip';
import { Failure } from './Failure';
import { Header } from './Header';
import { useAfterFrame, useExperiment, useIsNarrow, usePlan, usePlans } from './hooks';
import { Instruments } from '../instruments/Instruments';
import { useWatch } from '../instruments/use-watch';
import { useKeptScroll } from './keep-scroll';
import { LaneCard } from '../lanes/LaneCard';
import { LayoutMenu } from './LayoutMenu';
import { LoneNorms } from './LoneNorms';
import { Notices } from './Notices';
import { Boundary } from './Boundary';
import { usePageTitle } from './page-title';
import { PrintHead } from '../print/PrintHead';
import { PhoneSection } from './PhoneSection';
import { RunsPanel, usePins } from '../runs/RunsPanel';
import { SpanBar } from './SpanBar';
import { Transport } from './Transport';

export function App() {
  const { experiments, parts, ui } = useMessages();
  const plan = usePlan();
  const plans = usePlans();
  const deferred = useAfterFrame(plans);
  const lanes = useExperiment().lanes;
  useKeptScroll();
  usePageTitle();
  return (
    <>
      <a className="skip-link" href="#networks" onClick={focusNetworks}>
        {ui.skipToContent}
      </a>
      <Boundary name={parts.names.header}>
        <Header />
      </Boundary>
      <Boundary name={ui.transport.label}>
        <Transport />
      </Boundary>
      <div className="page">
        <main id="networks" tabIndex={-1}>
          <PrintHead />
          <Boundary name={parts.names.notices} shows={plans}>
            <Notices />
            <LoneNorms />
            <Failure />
            <Divergence />
          </Boundary>
          <Boundary name={ui.preset.label} shows={plans}>
            <ExperimentStrip />
          </Boundary>
          <div className="lanes">
            {lanes.map(({ id }, index) => (
              <Boundary key={id} name={ui.lanes.heading(laneName(id))} shows={plans[index]}>
                <LaneCard plan={plans[index] ?? plan} index={index} id={id} />
              </Boundary>
            ))}
            <Boundary name={parts.names.legend} shows={plans}>
              <EditedLegend />
            </Boundary>
          </div>
          <Results plans={deferred} />
          <Boundary name={experiments.title}>
            <RunningNotice />
          </Boundary>
        </main>
        <PhoneSection name="builder" title={ui.builder.label}>
          <Boundary name={ui.builder.label} shows={plans}>
            <Builder />
          </Boundary>
        </PhoneSection>
      </div>
      <footer className="footer">
        <p>{ui.footer.privacy}</p>
        <p>{ui.footer.data}</p>
        <p>{ui.footer.papers}</p>
      </footer>
    </>
  );
}

interface ResultsProps {
  readonly plans: readonly LanePlan[];
}

/**
 * What shows a run. After an edit it follows the networks in a frame of its own, since it has nothing to show before the
 * run has begun: so the diagrams and controls answer at once, however deep the networks.
 */
const Results = memo(function Results({ plans }: ResultsProps) {
  const { panels, parts } = useMessages();
  const { order, hidden } = useStore(layoutStore);
  const isNarrow = useIsNarrow();
  const isOpen = useStore(sectionStore, ({ chosen }) => isSectionOpen(chosen, 'instruments'));
  useWatch(!hidden.includes('instruments') && (isOpen || !isNarrow));
  usePins();
  return (
    <>
      <div className="results-bar">
        <Boundary name={parts.names.layout} shows={plans}>
          <LayoutMenu />
          <SpanBar plans={plans} />
        </Boundary>
      </div>
      {order.map((name) => (
        <PhoneSection key={name} name={name} title={panels.names[name]} hidden={hidden.includes(name)}>
          <Boundary name={panels.names[name]} shows={plans}>
            <ResultPanel name={name} plans={plans} />
          </Boundary>
        </PhoneSection>
      ))}
    </>
  );
});

/**
 * Legend and selection of the network that the builder edits. A classic one has neither: while it is edited, the diagrams
 * beside it keep the legend of the shared network, where any of them has that.
 */
function EditedLegend() {
  const plan = useEditedPlan();
  const config = useStore(experimentStore, (state) => state.config);
  if (!isClassicPlan(plan)) return <Legend plan={plan} selects />;
  const isShared = config.lanes.some(
    ({ network, classic }) => network === undefined && classic === undefined,
  );
  return isShared ? <Legend plan={planExperiment(config)} selects={false} /> : null;
}

function ResultPanel({ name, plans }: ResultsProps & { readonly name: LayoutPanel }) {
  switch (name) {
    case 'gradient':
    case 'curves':
    case 'history':
    case 'lines':
    case 'numerics':
      return <Chart name={name} plans={plans} />;
    case 'instruments':
      return <Instruments plans={plans} />;
    case 'runs':
      return <RunsPanel />;
    case 'claims':
      return <RegimeClaims plans={plans} />;
    case 'experiments':
      return <ExperimentsSection />;
  }
  return name satisfies never;
}

/** The fragment of the address is the experiment: an ordinary link within the page would replace it. */
function focusNetworks(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('networks')?.focus();
}
