/** The page: transport, networks and charts, and the builder beside or below them. */
import { memo } from 'react';
import { useStore } from 'zustand';
import { isClassicPlan, planExperiment } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { laneName } from '../../state/lane-style';
import { Legend } from '../diagram/Legend';
import { Divergence, Failure, LoneNorms, Notices } from './Notices';
import { useEditedPlan } from './edited';
import { RunningNotice } from '../../studies/page/StudiesSection';
import { ExperimentStrip } from './ExperimentStrip';
import { Header } from './Header';
import { useAfterFrame, useExperiment, usePlan, usePlans } from './hooks';
import { useKeptScroll } from './scroll';
import { LaneCard } from '../lanes/LaneCard';
import { Boundary } from './Boundary';
import { usePageTitle } from './window';
import { AsidePanels, LayoutMenu, PagePanels } from './PanelSections';
import { PrintHead } from '../print/PrintHead';
import type { PanelProps } from './Section';
import { usePins } from '../runs/RunsPanel';
import { SpanBar } from './SpanBar';
import { Transport } from './Transport';

export function App() {
  const { dataSets, parts, studies, ui } = useMessages();
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
          <Boundary name={studies.title}>
            <RunningNotice />
          </Boundary>
        </main>
        <AsidePanels plans={plans} />
      </div>
      <footer className="footer">
        <p>{ui.footer.privacy}</p>
        <p>
          {Object.values(dataSets)
            .flatMap(({ credit }) => credit ?? [])
            .join(' ')}
        </p>
        <p>{ui.footer.papers}</p>
      </footer>
    </>
  );
}

/** What shows a run, with the bar over it. */
const Results = memo(function Results({ plans }: PanelProps) {
  const { parts } = useMessages();
  usePins();
  return (
    <>
      <div className="results-bar">
        <Boundary name={parts.names.layout} shows={plans}>
          <LayoutMenu />
          <SpanBar plans={plans} />
        </Boundary>
      </div>
      <PagePanels plans={plans} />
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

/** The fragment of the address is the experiment: an ordinary link within the page would replace it. */
function focusNetworks(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('networks')?.focus();
}
