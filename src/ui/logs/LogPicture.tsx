/** The picture of a log that is chosen: a chart as those of the stage, or its numerics. */
import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import { ChartPanel } from '../../charts/core/ChartPanel';
import type { ChartElements } from '../../charts/core/dom';
import type { Invalidate } from '../../charts/core/frame';
import { useMessages } from '../../i18n/messages';
import { useLogMessages } from '../../i18n/logs';
import type { Log } from '../../logs/summary';
import { besideLog, besidePage, type Beside } from './beside';
import { HistoryPlot } from './history-plot';
import { drawnLines, LinesPlot } from './lines-plot';
import { LogNumerics } from './LogNumerics';
import { ProfilePlot } from './profile-plot';
import { shownOf } from './shown';
import { sourcesStore } from './sources';
import { LineChoice } from './LineChoice';
import { newestShown, toggleLine, viewStore } from './view-store';

const log = (): Log | null => sourcesStore.getState().own?.log ?? null;

/** Row of the step that is shown. */
function row(): number {
  const own = log();
  const view = viewStore.getState();
  if (own === null) return -1;
  return view.step === null ? newestShown(own, view) : own.rowAt(view.step);
}

/** The newest of all is followed as the file grows. */
function choose(step: number): void {
  const own = log();
  const at = own?.rowAt(step) ?? -1;
  viewStore.setState({
    step: own === null || at === newestShown(own, viewStore.getState()) ? null : (own.steps[at] ?? null),
  });
}

function beside(): readonly Beside[] {
  const { beside: chosen, quantity, step } = viewStore.getState();
  const { other } = sourcesStore.getState();
  if (chosen === 'page') return besidePage(quantity);
  return chosen === 'other' && other?.log ? besideLog(other.log, other.name, quantity, step) : [];
}

const NAMES: readonly string[] = [];

export function LogPicture() {
  const picture = useStore(viewStore, (state) => state.picture);
  const layersShown = useStore(sourcesStore, ({ own }) => own?.log && shownOf(own.log).length > 0);
  if (layersShown !== true) return <Lines />;
  if (picture === 'history') return <History />;
  if (picture === 'lines') return <Lines />;
  if (picture === 'numerics') return <LogNumerics row={row} />;
  return <Profile />;
}

function useTexts() {
  const logs = useLogMessages();
  const { charts } = useMessages();
  return useMemo(() => ({ logs, charts }), [logs, charts]);
}

function Profile() {
  const texts = useTexts();
  const { logs: text } = texts;
  const quantity = useStore(viewStore, (state) => state.quantity);
  const create = useCallback(
    (elements: ChartElements, invalidate: Invalidate) =>
      new ProfilePlot({ log, row, beside }, elements, texts, invalidate),
    [texts],
  );
  const draw = useCallback((): string | null => {
    const own = log();
    const { layer } = viewStore.getState();
    if (own === null || layer === null) return null;
    return drawLayer(own, layer, text.line);
  }, [text]);
  return (
    <ChartPanel
      key="profile"
      create={create}
      title={text.quantities[quantity]}
      explanation={text.explanation.profile}
      testId="log-profile"
      stage
      names={NAMES}
      hint={text.hint}
      label={text.layers}
      start={{ text: text.noLayer, min: 1, max: 1 }}
      onChoose={draw}
    />
  );
}

function History() {
  const texts = useTexts();
  const { logs: text, charts } = texts;
  const quantity = useStore(viewStore, (state) => state.quantity);
  const create = useCallback(
    (elements: ChartElements, invalidate: Invalidate) =>
      new HistoryPlot({ log, row, choose }, elements, texts, invalidate),
    [texts],
  );
  return (
    <ChartPanel
      key="history"
      create={create}
      title={text.quantities[quantity]}
      explanation={text.explanation.history}
      testId="log-history"
      stage
      head={
        <div className="chart-scale">
          <div className="chart-scale-ramp" role="img" aria-label={text.quantities[quantity]} />
          {(['zero', 'underflow', 'non-finite'] as const).map((sample) => (
            <span key={sample} className="chart-scale-item">
              <canvas data-sample={sample} aria-hidden="true" />
              <span>{charts.gradient.bands[sample]}</span>
            </span>
          ))}
        </div>
      }
      names={NAMES}
      hint={text.hintSteps}
      label={text.layers}
      start={{ text: text.noLayer, min: 1, max: 1 }}
    />
  );
}

function Lines() {
  const texts = useTexts();
  const { logs: text } = texts;
  const hasLoss = useStore(sourcesStore, ({ own }) => (own?.log?.column({ scalar: 'loss' }) ?? -1) >= 0);
  const hasLayers = useStore(sourcesStore, ({ own }) => own?.log && shownOf(own.log).length > 0);
  const create = useCallback(
    (elements: ChartElements, invalidate: Invalidate) =>
      new LinesPlot({ log, row, choose }, elements, texts, invalidate),
    [texts],
  );
  const plots = [...(hasLoss ? [text.loss] : []), ...(hasLayers === true ? [text.layers] : [])];
  if (plots.length === 0) return null;
  return (
    <ChartPanel
      key={`lines ${plots.join()}`}
      create={create}
      title={text.pictures.lines}
      explanation={text.explanation.lines}
      testId="log-lines"
      stage
      head={hasLayers === true && <LineChoice />}
      names={NAMES}
      hint={text.hintSteps}
      label={text.step}
      className="chart-plot-curves"
      plots={plots}
      start={{ text: '' }}
    />
  );
}

/** Draws a layer over the steps, or no longer; what there is to tell of it. */
function drawLayer(own: Log, layer: number, say: (name: string, isDrawn: boolean) => string): string {
  toggleLine(layer, drawnLines(own));
  const isDrawn = viewStore.getState().lines?.includes(layer) ?? false;
  return say(own.layers[layer]?.name ?? '', isDrawn);
}
