/**
 * `npm run regimes [-- --seeds 3 --steps 100 --presets exploding-56,… --reference]`: measures each regime as the page trains it, on
 * wasm: the gradient norm of the first and the last 3×3 convolution at step 0, and the loss after some steps, per lane and
 * seed. Ends with 1 where a regime that the page speaks of does not show. `--reference` leaves our own kernels out.
 */
import { parseArgs } from 'node:util';
import { planExperiment } from '../src/architecture/plan-experiment';
import { PRESETS, type Preset } from '../src/config/presets';
import { Trainer } from '../src/training/trainer';
import { gradientOf, rowOffsets, type MetricColumn } from '../src/contract/metrics';
import { bundledData } from './bundled';
import { useNodeBackend } from './goldens/node';

/** Presets whose figures the page quotes: those on images of 14×14. */
const MEASURED = PRESETS.filter(({ config }) => config.data.inputSize === 14).map(({ id }) => id);

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    steps: { type: 'string', default: '100' },
    presets: { type: 'string', default: MEASURED.join(',') },
    json: { type: 'boolean', default: false },
    reference: { type: 'boolean', default: false },
  },
});
const seeds = Number(values.seeds);
const steps = Number(values.steps);
/** The loss after training is the mean of these last steps: single batches are noisy. */
const AVERAGED = 15;

interface Measurement {
  readonly preset: string;
  readonly seed: number;
  readonly lane: string;
  readonly first: number;
  readonly last: number;
  /** Mean of the last steps, NaN where training diverged. */
  readonly loss: number;
}

/** A claim of the page about a preset, checked against every seed. */
interface Claim {
  readonly preset: string;
  readonly lane: string;
  readonly says: string;
  readonly holds: (measurement: Measurement) => boolean;
}

const ratio = ({ first, last }: Measurement): number => first / last;
const claims: readonly Claim[] = [
  { preset: 'exploding-20', lane: 'plain', says: 'first/last above 2', holds: (m) => ratio(m) > 2 },
  { preset: 'exploding-20', lane: 'residual', says: 'first/last below 2', holds: (m) => ratio(m) < 2 },
  { preset: 'exploding-56', lane: 'plain', says: 'first/last above 50', holds: (m) => ratio(m) > 50 },
  { preset: 'exploding-56', lane: 'residual', says: 'first/last below 20', holds: (m) => ratio(m) < 20 },
  { preset: 'signal-loss-56', lane: 'plain', says: 'loss stays above 2.2', holds: (m) => m.loss > 2.2 },
  { preset: 'signal-loss-56', lane: 'residual', says: 'loss falls below 1.7', holds: (m) => m.loss < 1.7 },
  { preset: 'vanishing-20', lane: 'plain', says: 'first/last below 1e-10', holds: (m) => ratio(m) < 1e-10 },
  { preset: 'vanishing-56', lane: 'plain', says: 'first/last below 1e-10', holds: (m) => ratio(m) < 1e-10 },
  {
    preset: 'activation-explosion-56',
    lane: 'residual',
    says: 'last gradient above 1000, or diverged',
    holds: (m) => !(m.last <= 1000),
  },
];

const backend = values.reference ? 'reference' : 'wasm';
await useNodeBackend(backend);
const data = await bundledData();
const chosen = values.presets.split(',').map((id) => {
  const preset = PRESETS.find((each) => each.id === id);
  if (preset === undefined) throw new Error(`No preset is called ${id}`);
  return preset;
});

console.log(`Fashion-MNIST 14×14, ${steps} steps, loss is the mean of the last ${AVERAGED}; ${backend}.\n`);
console.log('preset                    seed lane       first       last        first/last  loss');
const measurements: Measurement[] = [];
for (const preset of chosen) {
  for (let seed = 0; seed < seeds; seed++) {
    const found = await measure(preset, seed);
    measurements.push(...found);
    for (const each of found) console.log(row(each));
  }
}

console.log();
let failed = 0;
for (const { preset, lane, says, holds } of claims) {
  const relevant = measurements.filter((each) => each.preset === preset && each.lane === lane);
  if (relevant.length === 0) continue;
  const held = relevant.filter(holds).length;
  if (held < relevant.length) failed++;
  console.log(`${preset}, ${lane}: ${says}: ${held} of ${relevant.length} seeds`);
}
if (values.json) console.log(JSON.stringify(measurements));
process.exitCode = failed > 0 ? 1 : 0;

async function measure({ id, config }: Preset, seed: number): Promise<Measurement[]> {
  const experiment = { ...config, seeds: { data: seed, init: seed, order: seed } };
  const plan = planExperiment(experiment);
  const trainer = new Trainer(experiment, data);
  const filters = plan.layers.filter(({ kind, kernel }) => kind === 'conv' && kernel === 3);
  const [first, last] = [filters[0], filters.at(-1)].map((layer) => gradientOf(layer?.name ?? ''));
  const offsets = rowOffsets(trainer.layout);
  const rows: Float64Array[] = [];
  for (let step = 0; step < steps; step++) rows.push(await trainer.step());
  return trainer.layout.lanes.map(({ id: lane, columns }, i) => {
    const value = (row: Float64Array | undefined, column?: MetricColumn): number =>
      row?.[(offsets[i] ?? NaN) + columns.findIndex((one) => one === column)] ?? NaN;
    const lastRows = rows.slice(-AVERAGED);
    return {
      preset: id,
      seed,
      lane,
      first: value(rows[0], first),
      last: value(rows[0], last),
      loss: lastRows.reduce((sum, each) => sum + value(each, 'loss'), 0) / lastRows.length,
    };
  });
}

function row({ preset, seed, lane, first, last, loss }: Measurement): string {
  const numbers = [first, last, first / last].map((value) => value.toPrecision(3).padEnd(11));
  return `${preset.padEnd(25)} ${String(seed).padEnd(4)} ${lane.padEnd(10)} ${numbers.join(' ')} ${loss.toFixed(3)}`;
}
