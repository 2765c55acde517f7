/** The page: what stays at its head, the stage, what stands below it, and the drawer of the builder over it. */
import { memo } from 'react';
import { isClassicPlan } from '../../architecture/plan-experiment';
import { LANGUAGES } from '../../i18n/languages';
import { useMessages } from '../../i18n/messages';
import { RunningNotice } from '../../studies/page/StudiesSection';
import { Bring } from '../bring/Bring';
import { BuildDrawer } from '../builder/BuildDrawer';
import { useHistoryKeys } from '../builder/history-keys';
import { CodeDrawer } from '../code/Code';
import { Continue } from '../continue/Continue';
import { SelectionNews } from '../diagram/SelectionNews';
import { Help } from '../help/Help';
import { useShortcuts } from '../help/shortcuts';
import { Lessons } from '../lessons/Lessons';
import { BehindLogs, LogPlace } from '../logs/LogPlace';
import { Mine } from '../mine/Mine';
import { Offline } from '../offline/Offline';
import { PresenterButton } from '../presenter/PresenterButton';
import { PrintHead } from '../print/PrintHead';
import { Speech } from '../speech/Speech';
import { usePins } from '../runs/use-pins';
import { Boundary } from './Boundary';
import { EndedRun } from './EndedRun';
import { Header, HeaderTools, ThemeButton } from './Header';
import { Divergence, Failure, LoneNorms, Notices } from './Notices';
import { LanguageSwitch } from './LanguageSwitch';
import { LayoutMenu, MoreBar, PagePanels } from './PanelSections';
import type { PanelProps } from './Section';
import { SkipLinks } from './SkipLinks';
import { SpanBar } from './SpanBar';
import { Stage } from './Stage';
import { TermCards } from './TermCards';
import { Transport } from './Transport';
import { useEditedPlan } from './edited';
import { useAfterFrame, useIsNarrow, usePlans } from './hooks';
import { useKeptScroll } from './scroll';
import { usePageTitle } from './window';

export function App() {
  const { dataSets, joins, parts, studies, ui } = useMessages();
  const plans = usePlans();
  const deferred = useAfterFrame(plans);
  const isNarrow = useIsNarrow();
  useKeptScroll();
  usePageTitle();
  useHistoryKeys();
  useShortcuts();
  return (
    <>
      <SkipLinks />
      <div className="page-head">
        <Boundary name={parts.names.header}>
          <Header />
        </Boundary>
        <Boundary name={ui.transport.label}>
          <Transport />
        </Boundary>
      </div>
      <main>
        <PrintHead />
        <BehindLogs>
          <Stage
            plans={plans}
            more={
              <Boundary name={parts.names.layout}>
                <MoreBar />
              </Boundary>
            }
          />
        </BehindLogs>
        <LogPlace />
        {/* Behind the stage for the tab key, beside it to the eye. */}
        <Lessons />
        <Boundary name={parts.names.header}>
          <HeaderTools />
        </Boundary>
        <BehindLogs>
          <Results plans={deferred} />
        </BehindLogs>
      </main>
      <BuildDrawer />
      <CodeDrawer />
      <div className="page-notices">
        <Boundary name={parts.names.notices} shows={plans}>
          <Failure />
          <Divergence />
          <Notices />
          <LoneNorms />
          <EndedRun />
          <Continue />
          <SelectedBlocks />
        </Boundary>
        <Boundary name={studies.title}>
          <RunningNotice />
        </Boundary>
        <Offline />
      </div>
      <footer className="footer">
        <p>{ui.footer.privacy}</p>
        <p>{joins.sentences(Object.values(dataSets).flatMap(({ credit }) => credit ?? []))}</p>
        <p>{ui.footer.papers}</p>
        <div className="footer-tools">
          {isNarrow && <LanguageSwitch languages={LANGUAGES} />}
          <PresenterButton />
          <ThemeButton />
        </div>
      </footer>
      <Boundary name={parts.names.speech}>
        <Speech />
      </Boundary>
      <Bring />
      <Mine />
      <Help />
      <TermCards />
    </>
  );
}

/** What shows a run besides the stage, with the bar over it. */
const Results = memo(function Results({ plans }: PanelProps) {
  const { parts } = useMessages();
  usePins();
  return (
    <div className="page">
      <div className="results-bar">
        <Boundary name={parts.names.layout} shows={plans}>
          <LayoutMenu />
          <SpanBar plans={plans} />
        </Boundary>
      </div>
      <PagePanels plans={plans} />
    </div>
  );
});

function SelectedBlocks() {
  const plan = useEditedPlan();
  return isClassicPlan(plan) ? null : <SelectionNews plan={plan} />;
}
