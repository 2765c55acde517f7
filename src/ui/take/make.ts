/** How each file comes about: of the page's own series and drawings here, of weights in a worker. */
import type { LanePlan } from '../../architecture/plan-experiment';
import { chartsOnStage } from '../../charts/core/on-stage';
import { csvOf } from '../../charts/export/csv';
import { linkText, pngBlob, settingsText, svgBlob } from '../../charts/export/save';
import { stagePicture } from '../../charts/export/stage-picture';
import type { Session } from '../../client/session';
import { take, TakeError, type TakeOptions } from '../../client/taker';
import { NoRunError } from '../../client/asked';
import type { TakeFailureCode, TakeOrder } from '../../contract/takings';
import { metricsJson, metricsTable } from '../../exports/metrics';
import type { Messages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { runStore } from '../../state/run';
import { runHistory } from './history';

export interface Made {
  readonly name: string;
  readonly blob: Blob;
}

/** Makes a file of the run as it is when it begins. @throws Error */
export type Making = (options: Pick<TakeOptions, 'onProgress' | 'signal'>) => Promise<Made>;

const NAME = 'resnet-explorer';

/** Of a file that is made of the weights, by what it is. */
const ENDINGS = { folder: 'zip', notebook: 'ipynb', onnx: 'onnx', weights: 'safetensors' } as const;
const TYPES = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const;

/** What is made of the weights between two steps. */
export function ofWeights(session: Session, order: TakeOrder): Making {
  return async (options) => {
    const { config } = experimentStore.getState();
    const link = linkText();
    const weights = await session.weights();
    options.signal?.throwIfAborted();
    const lane = 'lane' in order ? `-${order.lane}` : '';
    const name = `${NAME}${lane}-step-${weights.step}`;
    const bytes = await take({ order, folder: name, run: { config, link, weights } }, options);
    return { name: `${name}.${ENDINGS[order.what]}`, blob: new Blob([bytes]) };
  };
}

/** All that was measured. */
export function ofMetrics(plans: readonly LanePlan[], as: 'csv' | 'json'): Making {
  return () => {
    const history = runHistory(plans, linkText());
    const text = as === 'csv' ? csvOf(metricsTable(history)) : metricsJson(history);
    return Promise.resolve({
      name: `${NAME}-metrics-step-${history.step}.${as}`,
      blob: new Blob([text], { type: TYPES[as] }),
    });
  };
}

/** The stage as it stands. */
export function ofStage(messages: Messages, as: 'svg' | 'png'): Making {
  return async () => {
    const networks = document.getElementById('networks');
    if (networks === null) throw new Error(messages.charts.menu.nothing);
    const charts = chartsOnStage().flatMap(({ title, exhibit }) => {
      const shown = exhibit();
      return shown === null || shown.step < 0 ? [] : [{ title, exhibit: shown }];
    });
    const step = Math.max(0, ...charts.map(({ exhibit }) => exhibit.step));
    const caption = { title: messages.ui.title, settings: settingsText(messages, step), link: linkText() };
    const picture = stagePicture(networks, charts, caption);
    const { stepCount } = runStore.getState();
    return {
      name: `${NAME}-stage-step-${stepCount}.${as}`,
      blob: as === 'svg' ? svgBlob(picture) : await pngBlob(picture),
    };
  };
}

/** Why nothing was made, for a sentence. */
export function reasonOf(error: unknown): {
  readonly code: TakeFailureCode | 'no-run';
  readonly message: string;
} {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NoRunError) return { code: 'no-run', message };
  return { code: error instanceof TakeError ? error.code : 'internal', message };
}
