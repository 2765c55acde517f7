/** The trainer worker: gives a session its backend, data, clock and workers for lanes and studies, and carries its messages. */
import { loadDataSet } from '../data/dataset';
import { chooseBackend, tryGpu } from '../engine/backend';
import { watchDevice } from '../engine/gpu';
import { loadGpuLanes } from '../training/trainer';
import { openStudy } from '../studies/worker';
import { loadWeights } from '../weights/kept';
import { breather } from './breathe';
import { BackendError } from './failures';
import { LaneWorkers } from './lane-workers';
import { NewestDataSet } from './newest-data-set';
import { openSpread, STUDY_WORKER } from './pool/open';
import { machineAtHand } from './pool/size';
import type { BackendInfo } from '../contract/backend';
import type { Command, Ping, Pong } from '../contract/messages';
import { ownScript } from '../contract/own-scripts';
import { Session } from './session';

/** In the build the worker lies one folder deep; the development server serves it from the sources. */
const baseUrl = new URL(import.meta.env.DEV ? '/' : '../', import.meta.url);

export function attendRuns(): void {
  const newest = new NewestDataSet(({ data, seeds }, options) =>
    loadDataSet(data, seeds.data, { baseUrl, ...options }),
  );

  let backend: BackendInfo | null = null;
  /** The browser has the file, and its code is compiled. */
  const createWorker = () =>
    new Worker(ownScript(self.location.href), { type: 'module', name: STUDY_WORKER });

  const lanes = new LaneWorkers({ now: () => performance.now() });

  const session = new Session({
    post: (report, transfer = []) => self.postMessage(report, transfer),
    chooseBackend: async (requested, lost, onStall) => {
      try {
        backend = await chooseBackend(requested, {
          lost,
          onStall,
          loadForWebgpu: loadGpuLanes,
          // Who has lost a GPU has waited already, and its tensors are to be forgotten.
          onDemand: !lost,
        });
        return backend;
      } catch (error) {
        throw new BackendError(error instanceof Error ? error.message : String(error));
      }
    },
    laneWorkers: lanes,
    openStudy: (request, context, signal) =>
      backend === null
        ? openStudy(request, context)
        : openSpread(request, context, { backend, machine: machineAtHand(navigator), createWorker }, signal),
    loadWeights: ({ experiment }) => loadWeights(experiment),
    loadData: ({ experiment }, onProgress, onStall) => newest.load(experiment, { onProgress, onStall }),
    breathe: breather(),
    tryDevice: tryGpu,
    now: () => performance.now(),
  });

  watchDevice({
    onLost: () => session.deviceLost(),
    onError: (error) => session.deviceFailed(error),
  });
  self.onmessage = ({ data }: MessageEvent<Command | Ping>) => {
    // Whoever hears nothing of lanes hears nothing of their trainer either.
    if (data.type === 'ping') {
      void lanes
        .answered(!data.begins)
        .then(() => self.postMessage({ type: 'pong', question: data.question } satisfies Pong));
    } else session.handle(data);
  };
  // What is thrown reaches the page by itself; what is rejected, and looked after by nobody, does not.
  self.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    void session.rejected(event.reason);
  });
}
