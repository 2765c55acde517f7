/** The project's own trainer, as the worker uses it. */
import type { InstrumentName } from '../../src/architecture/instruments';
import { chooseBackend } from '../../src/engine/backend';
import { loadGpuLanes } from '../../src/training/trainer';
import { Trainer } from '../../src/training/trainer';
import type { BackendName } from '../../src/contract/backend';
import { rowOffsets } from '../../src/contract/metrics';
import { chooseConvolutions, type ConvolutionChoice } from '../../src/ops/webgpu/choose';
import type { Contender } from './cases';

export const ours =
  (backend: BackendName, threads = 1, instruments: readonly InstrumentName[] = []): Contender =>
  async (experiment, data) => {
    const { name, detail } = await chooseBackend(backend, { threads });
    if (name !== backend) throw new Error(`${backend} cannot be had in this browser`);
    if (threads > 1 && !detail.includes(`${threads} threads`))
      throw new Error(`${threads} threads cannot be had in this browser`);
    if (backend === 'webgpu') await loadGpuLanes();
    const trainer = new Trainer(experiment, data);
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

/** On WebGPU, with one kind of convolutions for all shapes that it can do. */
export const oursWith =
  (choice: ConvolutionChoice): Contender =>
  (experiment, data) => {
    chooseConvolutions(choice);
    return ours('webgpu')(experiment, data);
  };
