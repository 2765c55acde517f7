/** What there is to say before all else: repairs and lost GPUs, norms of single values, failures, divergence. */
import { useStore } from 'zustand';
import { useMemo, useState, type ReactNode } from 'react';
import { languageStore } from '../../i18n/language';
import { LANGUAGES } from '../../i18n/languages';
import { useMessages } from '../../i18n/messages';
import { changeExperiment, dismissNotices, experimentStore, recordingStore } from '../../state/experiment';
import { openingStore } from '../../state/opening';
import { pageStore } from '../../state/page';
import { runStore } from '../../state/run';
import { loneNorms, withoutLoneNorms } from '../../architecture/lone-norms';
import { differences } from '../../config/codec/url';
import { useLaneNames } from '../../i18n/lane-names';
import { rateAt, replaceRate, withKnownSet } from '../../config/edit/edit';
import { SETTINGS } from '../../config/settings';
import type { StalledFile } from '../../contract/files';
import { MissingSet } from '../bring/MissingSet';
import { MissingWeights } from '../weights/MissingWeights';
import { formatNumber } from '../controls/number';
import { useExperiment, useSession } from './hooks';
import { runOn } from './run-on';

/** What was repaired in the link, backends that were asked for in vain, a GPU that was lost; all dismissed together. */
export function Notices() {
  const { joins, share, ui, notices: texts } = useMessages();
  const repairs = useStore(experimentStore, (state) => state.notices);
  const origin = useStore(experimentStore, (state) => state.origin);
  const unknown = useStore(pageStore, (state) => state.unknownBackend);
  const dismissed = useStore(pageStore, (state) => state.backendNoticeDismissed);
  const backend = useStore(runStore, (state) => state.backend);
  const problems = useStore(openingStore, (state) => state.problems);
  const recovery = useStore(runStore, (state) => state.recovery);
  const { missing, isLate } = useStore(languageStore);
  const dismissedRecovery = useStore(pageStore, (state) => state.dismissedRecovery);
  const recording = useStore(recordingStore);
  const lines = repairs.map((repair) => texts.repair(repair));
  lines.push(...problems.map((problem) => share.problem(problem)));
  if (missing !== null)
    lines.push(
      ui.language[isLate ? 'late' : 'missing'](LANGUAGES.find(({ tag }) => tag === missing)?.name ?? missing),
    );
  if (unknown !== null) lines.push(ui.backend.unknown(unknown));
  if (backend !== null && !dismissed) {
    const { reason, requested, name, trouble, faults } = backend;
    const why = faults === undefined ? trouble : joins.sentences(faults.map((fault) => ui.fileFault(fault)));
    if (reason === 'forced-unavailable') lines.push(ui.backend.unavailable(requested, name, why));
    else if (trouble !== '') lines.push(ui.backend.failed(name, why));
  }
  if (recovery !== null && recovery !== dismissedRecovery) {
    const { lost, step, repeated, backend: used } = recovery;
    lines.push(ui.backend.recovered(lost, step, repeated, used));
  }
  if (recording.end !== null && !recording.dismissed) lines.push(ui.switches.full(recording.end));
  if (recording.forgotten > 0 && !recording.dismissed) lines.push(ui.switches.forgotten(recording.forgotten));
  const dismiss = () => {
    dismissNotices();
    recordingStore.setState({ dismissed: true });
    openingStore.setState({ problems: [] });
    languageStore.setState({ missing: null });
    pageStore.setState({
      unknownBackend: null,
      backendNoticeDismissed: true,
      dismissedRecovery: recovery,
    });
  };
  // The region is always there: a reader hears only of changes within one it already knows.
  return (
    <div role="status" aria-label={ui.notices.label} className="notices">
      {lines.length > 0 && (
        <div className="notice" data-testid="notice">
          <div>
            {repairs.length > 0 && <p className="notice-lead">{texts.heading[origin]}</p>}
            <ul>
              {lines.map((line, index) => (
                <li key={index}>{line}</li>
              ))}
            </ul>
          </div>
          <button type="button" className="button" onClick={dismiss}>
            {ui.notices.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}

/** Norms that see a single value, told before training, with the nearest setting that works. */
export function LoneNorms() {
  const { notices, ui } = useMessages();
  const text = notices.loneNorms;
  const config = useExperiment();
  const nameOf = useLaneNames();
  const found = useMemo(() => loneNorms(config), [config]);
  const mended = useMemo(() => (found.length === 0 ? null : withoutLoneNorms(config)), [config, found]);
  const [first] = found;
  const lanes = [...new Set(found.map(({ lane }) => lane))];
  const isOfAll = lanes.length === config.lanes.length;
  const changed =
    mended === null
      ? []
      : differences([config, mended]).map(({ field, texts }) => ({ field, text: texts[1] ?? '' }));
  // The region is always there: a reader hears only of changes within one it already knows.
  return (
    <div role="status" className="notices">
      {first !== undefined && (
        <div className="notice" data-testid="lone-norms">
          <div>
            <p className="notice-lead">
              {text.title(
                new Set(found.map(({ norm }) => norm.name)).size,
                first.norm.name,
                isOfAll ? [] : lanes.map((lane) => ui.lanes.name(nameOf(lane))),
              )}
            </p>
            <p>
              {first.norm.groups === null ? text.batch : text.group} {text.effect}
            </p>
            {mended !== null && (
              <p className="notice-actions">
                <button
                  type="button"
                  className="button button-primary"
                  data-testid="mend-norms"
                  onClick={() => changeExperiment(mended)}
                >
                  {text.mend(changed)}
                </button>
              </p>
            )}
          </div>
        </div>
      )}
    </div>
  );
}

/** What to do where the trainer failed, or waits for what does not come. */
export function Failure() {
  const { ui } = useMessages();
  const status = useStore(runStore, (state) => state.status);
  const silence = useStore(runStore, (state) => state.silence);
  const stalled = useStore(runStore, (state) => state.stalled);
  return (
    <div role="alert">
      {status.kind === 'failed' && status.code === 'own-data' && <MissingSet />}
      {status.kind === 'failed' && status.code === 'own-weights' && <MissingWeights />}
      {status.kind === 'failed' && status.code !== 'own-data' && status.code !== 'own-weights' && (
        <Notice
          testId="failure"
          kind="notice-failure"
          action={ui.restart}
          way={status.code === 'data' && <OtherWay use="data" />}
        >
          <p className="notice-lead">{ui.failures[status.code].title}</p>
          <p>{ui.failures[status.code].advice}</p>
          {status.shortage !== undefined && <p>{ui.shortage(status.shortage)}</p>}
          {status.fault !== undefined && <p>{ui.fileFault(status.fault)}</p>}
          {status.fault === undefined && status.message !== '' && (
            <p className="notice-detail">
              <span>{ui.failureDetail}</span> <span lang="en">{status.message}</span>
            </p>
          )}
        </Notice>
      )}
      {status.kind !== 'failed' && silence !== null && (
        <Notice testId="silent" action={ui.restart}>
          <p className="notice-lead">{ui.silent.title}</p>
          {/* Not read aloud every second. */}
          <p aria-hidden="true">
            <span>{ui.silent.since[0]}</span>
            <span translate="no">{Math.round(silence / 1000)}</span>
            <span>{ui.silent.since[1]}</span>
          </p>
        </Notice>
      )}
      {status.kind === 'preparing' && stalled.length > 0 && (
        <Notice
          testId="stalled"
          action={ui.tryAgain}
          way={[...new Set(stalled.map(({ use }) => use))].map((use) => (
            <OtherWay key={use} use={use} />
          ))}
        >
          {stalled.map(({ file, use }) => (
            <p key={file}>{use === 'trainer' ? ui.notBegun(file) : ui.stalled(file)}</p>
          ))}
        </Notice>
      )}
    </div>
  );
}

interface NoticeProps {
  readonly testId: string;
  readonly kind?: string;
  /** What the button says that begins the run anew, in another worker. */
  readonly action: string;
  /** Buttons of other ways on. */
  readonly way?: ReactNode;
  readonly children: ReactNode;
}

function Notice({ testId, kind = '', action, way, children }: NoticeProps) {
  const session = useSession();
  return (
    <div className={`notice ${kind}`} data-testid={testId}>
      <div>{children}</div>
      {way}
      <button type="button" className="button" data-testid="restart" onClick={() => session.restart()}>
        {action}
      </button>
    </div>
  );
}

/** Does without what does not arrive: with images that are drawn here, or with the backend that needs least. */
function OtherWay({ use }: Pick<StalledFile, 'use'>) {
  const { dataSets, ui } = useMessages();
  const session = useSession();
  const asked = useStore(pageStore, (state) => state.backend);
  const isOfData = use === 'data';
  if (use === 'trainer' || (!isOfData && asked === 'cpu')) return null;
  const go = () => {
    if (!isOfData) {
      runOn(session, 'cpu');
      return;
    }
    changeExperiment(withKnownSet(experimentStore.getState().config, 'shapes'));
  };
  return (
    <button type="button" className="button" data-testid={`other-${use}`} onClick={go}>
      {isOfData ? ui.withSet(dataSets.shapes.name) : ui.runOn('cpu')}
    </button>
  );
}

/** A tenth of a learning rate, without the last digits that division leaves. */
function tenth(rate: number): number {
  return Math.max(SETTINGS.lr.min, Number((rate / 10).toPrecision(12)));
}

/** What to do where a network has diverged. Once it was said to go on, only the panels say so. */
export function Divergence() {
  const { runs, ui } = useMessages();
  const text = runs.divergence;
  const session = useSession();
  const nameOf = useLaneNames();
  const run = useStore(runStore, (state) => state.run);
  const divergences = useStore(runStore, (state) => state.divergences);
  const isPaused = useStore(runStore, ({ status, intent }) => status.kind === 'paused' && intent !== 'train');
  const [passed, setPassed] = useState({ run: -1, count: 0 });
  const news = divergences.slice(passed.run === run ? passed.count : 0);
  // The one that the first of them diverged at.
  const step = Math.min(...news.map((one) => one.step));
  const old = useStore(experimentStore, ({ config }) => rateAt(config, step));
  const since = useStore(
    experimentStore,
    ({ config }) => config.rates.findLast((one) => one.step <= step)?.step,
  );
  const rate = tenth(old);
  const goOn = () => {
    setPassed({ run, count: divergences.length });
    session.train();
  };
  const lower = () => changeExperiment(replaceRate(experimentStore.getState().config, step, rate));
  return (
    <div role="alert">
      {isPaused && news.length > 0 && (
        <div className="notice notice-failure" data-testid="divergence">
          <div>
            <p className="notice-lead">{text.title(news.map(({ lane }) => nameOf(lane)))}</p>
            {news.map((one) => (
              <p key={one.lane}>{text.line(ui.lanes.name(nameOf(one.lane)), one)}</p>
            ))}
            <p>{text.advice}</p>
            <p className="notice-actions">
              {rate < old && (
                <button
                  type="button"
                  className="button button-primary"
                  data-testid="lower-rate"
                  onClick={lower}
                >
                  {text.lower(formatNumber(rate), since ?? 0)}
                </button>
              )}
              <button type="button" className="button" onClick={() => session.reset()}>
                {text.reset}
              </button>
              <button type="button" className="button" data-testid="go-on" onClick={goOn}>
                {text.goOn}
              </button>
            </p>
          </div>
        </div>
      )}
    </div>
  );
}
