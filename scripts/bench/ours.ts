/** The project's own trainer, as the worker uses it. */
import type { InstrumentName } from '../../src/architecture/instruments';
import { chooseBackend } from '../../src/engine/backend';
import { loadGpuLanes } from '../../src/training/trainer';
import { Trainer } from '../../src/training/trainer';
import type { BackendName, WantedKernels } from '../../src/contract/backend';
// oxlint-disable-next-line import/default -- what Vite makes of it is the address of the worker.
import workerAddress from '../../src/worker/trainer.worker.ts?worker&url';
import { LANE_WORKER, LaneWorkers } from '../../src/worker/lane-workers';
import { rowOffsets } from '../../src/contract/metrics';
import { chooseConvolutions, type ConvolutionChoice } from '../../src/ops/webgpu/choose';
import type { Contender } from './cases';

interface Options {
  /** What is measured besides. */
  readonly instruments?: readonly InstrumentName[];
  /** Of wasm. */
  readonly kernels?: WantedKernels;
  /** Train lanes, each in its own; with 1 all of them here. */
  readonly workers?: number;
}

export const ours =
  (backend: BackendName, { instruments = [], kernels = 'simd', workers = 1 }: Options = {}): Contender =>
  async (experiment, data) => {
    const chosen = await chooseBackend(backend, { kernels });
    const { name } = chosen;
    if (name !== backend) throw new Error(`${backend} cannot be had in this browser`);
    if (name === 'wasm' && chosen.kernels !== kernels)
      throw new Error(`${kernels} kernels cannot be had in this browser`);
    if (backend === 'webgpu') await loadGpuLanes();
    const place = lanesIn(workers).placeFor(experiment, name);
    if (place.isInWorkers !== workers > 1)
      throw new Error(`${workers} workers cannot be had in this browser`);
    const trainer = new Trainer(experiment, data, undefined, place.open);
    if (instruments.length > 0) {
      // Measures the next gradient without taking its step, as a page does before anything can be opened.
      await trainer.measure();
      await trainer.watch(instruments, () => undefined);
    }
    const offsets = rowOffsets(trainer.layout);
    return {
      async step() {
        const row = await trainer.step();
        return trainer.layout.lanes.map((_, lane) => row[offsets[lane] ?? -1] ?? Number.NaN);
      },
    };
  };

/** The worker that the page has, under the name that makes it train lanes. */
function lanesIn(cores: number): LaneWorkers {
  const createWorker = (): Worker => new Worker(workerAddress, { type: 'module', name: LANE_WORKER });
  return new LaneWorkers({ now: () => performance.now(), cores, createWorker });
}

/** On WebGPU, with one kind of convolutions for all shapes that it can do. */
export const oursWith =
  (choice: ConvolutionChoice): Contender =>
  (experiment, data) => {
    chooseConvolutions(choice);
    return ours('webgpu')(experiment, data);
  };
