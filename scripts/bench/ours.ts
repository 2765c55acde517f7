/** The project's own trainer, as the worker uses it. */
import { chooseBackend } from '../../src/engine/backend';
import { Trainer } from '../../src/training/trainer';
import { rowOffsets, type BackendName } from '../../src/worker/protocol';
import type { Contender } from './cases';

export const ours =
  (backend: BackendName): Contender =>
  async (experiment, data) => {
    const { name } = await chooseBackend(backend);
    if (name !== backend) throw new Error(`${backend} cannot be had in this browser`);
    const trainer = new Trainer(experiment, data);
    const offsets = rowOffsets(trainer.layout);
    return {
      async step() {
        const row = await trainer.step();
        return trainer.layout.lanes.map((_, lane) => row[offsets[lane] ?? -1] ?? Number.NaN);
      },
    };
  };
