/**
 * `npm run studies [-- --study lesion,paths,degradation,shattering --preset exploding-56 --seeds 3 --first 0 --steps 300
 * --depths 8,20,32,56 --rates 0.02,0.1 --reference]`: answers the page's questions on wasm, with the code of the page, seed by
 * seed, and prints what README quotes. Lesion and paths train the preset for so many steps first; degradation trains every
 * network for as many; shattering looks at step 0. `--reference` leaves our own kernels out.
 */
import { parseArgs } from 'node:util';
import { PRESETS } from '../src/config/presets';
import type { ExperimentConfig } from '../src/config/schema';
import { inTurn, type Computation } from '../src/studies/compute-parts';
import { study as degradation } from '../src/studies/degradation/compute';
import type { DegradationResult } from '../src/studies/degradation/kind';
import { firstRequest } from '../src/studies/kinds';
import { study as lesion } from '../src/studies/lesion/compute';
import type { LesionResult } from '../src/studies/lesion/kind';
import { study as paths } from '../src/studies/paths/compute';
import { pathShares, type PathsResult } from '../src/studies/paths/kind';
import { study as shattering } from '../src/studies/shattering/compute';
import type { ShatteringResult } from '../src/studies/shattering/kind';
import { Trainer } from '../src/training/trainer';
import { rowOffsets } from '../src/contract/metrics';
import { bundledData } from './bundled';
import { useNodeBackend } from './goldens/node';

const { values } = parseArgs({
  options: {
    study: { type: 'string', default: 'lesion,paths,degradation,shattering' },
    preset: { type: 'string', default: 'exploding-56' },
    seeds: { type: 'string', default: '3' },
    first: { type: 'string', default: '0' },
    steps: { type: 'string', default: '300' },
    depths: { type: 'string', default: '8,20,32,56' },
    rates: { type: 'string', default: '0.02,0.1' },
    reference: { type: 'boolean', default: false },
  },
});
const numbers = (text: string): number[] => text.split(',').map(Number);
const [seeds, first, steps] = [Number(values.seeds), Number(values.first), Number(values.steps)];
const depths = numbers(values.depths);
const preset = PRESETS.find(({ id }) => id === values.preset);
if (preset === undefined) throw new Error(`No preset is called ${values.preset}`);

const backend = values.reference ? 'reference' : 'wasm';
await useNodeBackend(backend);
const data = await bundledData();
console.log(`${preset.id}, Fashion-MNIST 14×14, ${backend}\n`);

const wanted = values.study.split(',');
const trained = wanted.filter((name) => name === 'lesion' || name === 'paths');
if (trained.length > 0) {
  console.log(`after ${steps} steps, per seed`);
  for (let seed = first; seed < first + seeds; seed++) {
    const { trainer, losses } = await train(seeded(preset.config, seed));
    console.log(`seed ${seed}: training loss ${losses}`);
    if (trained.includes('lesion')) sayLesion(await carryOut(trainer, lesion, firstRequest('lesion')));
    if (trained.includes('paths')) sayPaths(await carryOut(trainer, paths, firstRequest('paths')));
    trainer.dispose();
  }
}
const start = seeded(preset.config, first);
if (wanted.includes('degradation')) {
  const request = { kind: 'degradation', depths, seeds, rates: numbers(values.rates), steps } as const;
  sayDegradation(await carryOut(new Trainer(start, data), degradation, request));
}
if (wanted.includes('shattering'))
  sayShattering(await carryOut(new Trainer(start, data), shattering, { kind: 'shattering', seeds, depths }));

function seeded(config: ExperimentConfig, seed: number): ExperimentConfig {
  return { ...config, seeds: { data: seed, init: seed, order: seed } };
}

/** Trains, and gives the mean loss of the last 15 steps of every lane. */
async function train(config: ExperimentConfig): Promise<{ trainer: Trainer; losses: string }> {
  const trainer = new Trainer(config, data);
  const rows: Float64Array[] = [];
  for (let step = 0; step < steps; step++) rows.push(await trainer.step());
  const last = rows.slice(-15);
  const offsets = rowOffsets(trainer.layout);
  const losses = trainer.layout.lanes.map(({ id }, i) => {
    const sum = last.reduce((all, row) => all + (row[offsets[i] ?? -1] ?? Number.NaN), 0);
    return `${id} ${(sum / last.length).toFixed(3)}`;
  });
  return { trainer, losses: losses.join(', ') };
}

/** The result of a study that ran to its end. */
async function carryOut<Request extends { readonly kind: string }, R, T, F>(
  trainer: Trainer,
  study: Computation<Request, R, T, F>,
  request: Request,
): Promise<R> {
  const { stepCount: step, nextBatch, experiment } = trainer;
  const context = { experiment, data, step, nextBatch, path: [], snapshots: () => trainer.snapshots() };
  let result: R | null = null;
  for await (const tick of inTurn(study, request, context)) ({ result } = tick);
  if (result === null) throw new Error(`The study ${request.kind} found nothing`);
  return result;
}

function mean(all: readonly number[]): number {
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function sayLesion({ lanes, intact, single, blocks, several, chance, images }: LesionResult): void {
  lanes.forEach((lane, i) => {
    const whole = intact[i] ?? Number.NaN;
    const keeping = (single[i] ?? []).filter(
      (one, at): one is number => one !== null && !blocks[i]?.[at]?.changesShape,
    );
    const kept = (accuracy: number): number => (accuracy - chance) / (whole - chance);
    const sets = several.map(({ count, accuracies }) => `${count}: ${percent(mean(accuracies[i] ?? []))}`);
    console.log(
      `  lesion, ${lane}: intact ${percent(whole)}, one block less ${percent(mean(keeping))} ` +
        `(${percent(Math.min(...keeping))} to ${percent(Math.max(...keeping))}), ` +
        `keeps ${percent(kept(mean(keeping)))} above chance; random sets ${sets.join(', ')}; ${images} images`,
    );
  });
}

function sayPaths({ lanes, magnitudes, open, images }: PathsResult): void {
  lanes.forEach((lane, i) => {
    const shares = pathShares((magnitudes[i] ?? []).map(mean));
    if (shares === null) return;
    const centre = shares.gradient.reduce((sum, share, length) => sum + share * length, 0);
    console.log(
      `  paths, ${lane}: 90 % of the gradient's size from lengths ${shares.low} to ${shares.high} of ` +
        `${open[i]}, mean ${centre.toFixed(1)}; ${images} images`,
    );
  });
}

function sayDegradation(result: DegradationResult): void {
  console.log(`degradation: training loss after ${result.steps} steps (mean of the last ${result.window})`);
  result.depths.forEach((depth, d) =>
    result.lanes.forEach((lane, l) =>
      result.rates.forEach((rate, r) => {
        const losses = (result.finals[d]?.[l]?.[r] ?? []).map((loss) => loss.toFixed(3));
        console.log(`  depth ${depth}, ${lane}, rate ${rate}: ${losses.join(' ')}`);
      }),
    ),
  );
}

function sayShattering({ depths: done, lanes, cosines, distances, lines }: ShatteringResult): void {
  console.log(
    `shattering: cosine by distance ${distances.map((d) => d.toPrecision(2)).join(' ')}, ${lines} lines`,
  );
  done.forEach((depth, d) =>
    lanes.forEach((lane, l) => {
      for (const bySeed of cosines[d]?.[l] ?? [])
        console.log(
          `  depth ${depth}, ${lane}: mean ${mean(bySeed).toFixed(3)}; ${bySeed.map((one) => one.toFixed(2)).join(' ')}`,
        );
    }),
  );
}
