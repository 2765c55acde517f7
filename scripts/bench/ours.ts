/** The project's own trainer, as the worker uses it. */
import { chooseBackend } from '../../src/engine/backend';
import { Trainer } from '../../src/training/trainer';
import type { BackendName } from '../../src/worker/protocol';
import type { Contender } from './cases';

export const ours =
  (backend: BackendName): Contender =>
  async (experiment, data) => {
    const { name } = await chooseBackend(backend);
    if (name !== backend) throw new Error(`${backend} cannot be had in this browser`);
    const trainer = new Trainer(experiment, data);
    const width = trainer.layout.columns.length;
    return {
      async step() {
        const row = await trainer.step();
        return trainer.layout.lanes.map((_, lane) => row[1 + lane * width] ?? Number.NaN);
      },
    };
  };
