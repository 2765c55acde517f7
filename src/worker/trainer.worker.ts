/** The trainer worker: gives a session its backend, data and clock, and carries its messages. */
import * as tf from '@tensorflow/tfjs-core';
import type { ExperimentConfig } from '../config/schema';
import { loadDataSet, type DataSet } from '../data/dataset';
import { chooseBackend } from '../engine/backend';
import { watchDevice } from '../engine/device-watch';
import { loadGpuLanes } from '../training/open-lanes';
import { BackendError } from './failure';
import type { Command } from './protocol';
import { Session } from './session';

/** In the build the worker lies one folder deep; the development server serves it from the sources. */
const baseUrl = new URL(import.meta.env.DEV ? '/' : '../', import.meta.url);

const turn = new MessageChannel();

type Progress = (fraction: number | null) => void;

/** The newest data set, so that a reset or another network need not load it again, and whom to tell how far it is. */
let known:
  | { readonly key: string; readonly data: Promise<DataSet>; readonly listener: { tell: Progress } }
  | undefined;

function loadOnce({ data: choice, seeds }: ExperimentConfig, tell: Progress): Promise<DataSet> {
  const key = JSON.stringify([choice, choice.set === 'shapes' && seeds.data]);
  if (known?.key === key) {
    known.listener.tell = tell;
    return known.data;
  }
  const listener = { tell };
  const onProgress: Progress = (fraction) => listener.tell(fraction);
  const entry = { key, listener, data: loadDataSet(choice, seeds.data, { baseUrl, onProgress }) };
  known = entry;
  entry.data.catch(() => {
    // What failed is tried again at the next start.
    if (known === entry) known = undefined;
  });
  return entry.data;
}

const session = new Session({
  post: (report, transfer = []) => self.postMessage(report, transfer),
  chooseBackend: async (requested, lost) => {
    try {
      const backend = await chooseBackend(requested, { lost });
      if (backend.name === 'webgpu') await loadGpuLanes();
      return backend;
    } catch (error) {
      throw new BackendError(error instanceof Error ? error.message : String(error));
    }
  },
  loadData: ({ experiment }, onProgress) => loadOnce(experiment, onProgress),
  // A message to oneself comes after those that have arrived, and unlike a timer it is not held back.
  breathe: () =>
    new Promise((resolve) => {
      turn.port1.onmessage = () => resolve();
      turn.port2.postMessage(null);
    }),
  now: () => performance.now(),
});

watchDevice({
  onLost: () => session.deviceLost(),
  onError: (error) => session.deviceFailed(error),
});
tf.enableProdMode();
self.onmessage = ({ data }: MessageEvent<Command>) => session.handle(data);
