/** A device that is destroyed while it trains, in the worker's own session: the run must end up where it would have. */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { afterAll, assert, test } from 'vitest';
import { chooseBackend } from '../../src/engine/backend';
import { watchDevice } from '../../src/engine/gpu';
import { loadGpuLanes } from '../../src/training/trainer';
import type { Report } from '../../src/contract/messages';
import { disposeConstants } from '../../src/ops/constants';
import { Session } from '../../src/worker/session';
import { dataOf, experimentOf } from './experiments';
import { assertClose } from './testing';

const STEPS = 12;

// The tests of other files run in the same page, on a device that tfjs makes itself.
const factory = tf.findBackendFactory('webgpu');
afterAll(() => {
  disposeConstants();
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', factory);
});

/** The rows of a run of `STEPS` steps on WebGPU, with whatever `disturb` does after each of them, and all reports. */
async function runOf(disturb: (stepCount: number) => void) {
  const reports: Report[] = [];
  let heard: () => void = () => undefined;
  const session = new Session({
    post: (report) => {
      reports.push(report);
      heard();
      if (report.type === 'metrics') disturb(report.stepCount);
    },
    chooseBackend: async (requested, lost) => {
      const backend = await chooseBackend(requested, { lost });
      if (backend.name === 'webgpu') await loadGpuLanes();
      return backend;
    },
    loadData: () => Promise.resolve(dataOf(7, 3)),
    breathe: () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      }),
    now: () => performance.now(),
  });
  watchDevice({ onLost: () => session.deviceLost(), onError: (error) => session.deviceFailed(error) });
  const until = async (holds: (report: Report) => boolean): Promise<void> => {
    while (!reports.some(holds)) {
      const failed = reports.find((report) => report.type === 'failed');
      if (failed !== undefined) throw new Error(failed.message);
      await new Promise<void>((resolve) => (heard = resolve));
    }
  };
  const experiment = { ...experimentOf({ width: 4 }), testInterval: 0 };
  session.handle({ type: 'start', run: 1, experiment, backend: 'webgpu' });
  session.handle({ type: 'train', run: 1 });
  await until((report) => report.type === 'metrics' && report.stepCount >= STEPS);
  session.handle({ type: 'pause', run: 1 });
  await until((report) => report.type === 'running' && !report.running && reports.indexOf(report) > 5);
  const rows = reports.flatMap((report) =>
    report.type === 'metrics' && report.stepCount > (report.rows[0] ?? 0) ? [[...report.rows]] : [],
  );
  return { rows: rows.slice(0, STEPS), reports };
}

const destroy = (): void => (tf.backend() as WebGPUBackend).device.destroy();

test('a device lost in the middle of training changes no row', async () => {
  const calm = await runOf(() => undefined);
  let lost = false;
  const disturbed = await runOf((stepCount) => {
    if (stepCount !== 5 || lost) return;
    lost = true;
    destroy();
  });
  const recovered = disturbed.reports.find((report) => report.type === 'recovered');
  assert(recovered?.backend === 'webgpu', `it went on with ${recovered?.backend}`);
  assert((recovered?.step ?? 0) >= 5, `it was lost after step ${recovered?.step}`);
  assert(disturbed.rows.length === STEPS, `${disturbed.rows.length} rows`);
  calm.rows.forEach((row, step) => assertClose(disturbed.rows[step] ?? [], row, `row ${step}`, 1e-5));
});

test('a device lost twice is given up for wasm, with the same losses', async () => {
  const calm = await runOf(() => undefined);
  const at = [3, 6];
  const disturbed = await runOf((stepCount) => {
    if (stepCount !== at[0]) return;
    at.shift();
    destroy();
  });
  const names = disturbed.reports.flatMap((report) => (report.type === 'recovered' ? [report.backend] : []));
  assert(names.join() === 'webgpu,wasm', `it went on with ${names.join()}`);
  // Columns 1 and 2 + layers hold the losses; gradients may differ by rounding alone.
  calm.rows.forEach((row, step) => assertClose(disturbed.rows[step] ?? [], row, `row ${step}`, 1e-3));
});
