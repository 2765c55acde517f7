/** PyTorch as a contender, where `python3` (or what PYTHON names) has it: a process of its own that steps when it is told to. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { planNetwork, type LayerPlan } from '../../src/architecture/plan';
import { planBatches } from '../../src/data/batches';
import { initialParameters, layoutOf } from '../../src/network/parameters';
import { dataOf, experimentOf, type BenchCase } from './cases';
import type { TorchPlace } from './contenders';
import type { Prepared } from './page';

/** Batches that are written down; after the last the first comes again. */
const BATCHES = 64;

const python = process.env['PYTHON'] ?? 'python3';

/** Whether there is a PyTorch to compare with. */
export function hasTorch(): boolean {
  return spawnSync(python, ['-c', 'import torch']).status === 0;
}

/** What CUDA's device is called, or why PyTorch cannot use one, in a sentence. */
export function findCuda(): { readonly device: string } | { readonly missing: string } {
  const program = 'import torch; print(torch.cuda.get_device_name(0) if torch.cuda.is_available() else "")';
  const { status, stdout, error } = spawnSync(python, ['-c', program], { encoding: 'utf8' });
  if (error !== undefined) return { missing: `there is no ${python}.` };
  if (status !== 0) return { missing: `${python} has no torch.` };
  const device = stdout.trim();
  return device === '' ? { missing: `the torch of ${python} finds no CUDA device.` } : { device };
}

interface TorchTime {
  readonly milliseconds: number[];
  readonly processor: number;
}

export interface TorchProcess {
  readonly prepared: Prepared;
  /** Milliseconds of so many steps, each, and of processor time of all its threads. */
  time(count: number): Promise<TorchTime>;
  close(): void;
}

/** Starts the process and lets it take the checked steps. */
export async function startTorch(
  bench: BenchCase,
  checkedSteps: number,
  place: TorchPlace,
): Promise<TorchProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-torch-'));
  writeCase(folder, bench, checkedSteps, place);
  const child = spawn(python, [fileURLToPath(new URL('pytorch.py', import.meta.url)), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done === true) throw new Error('PyTorch ended early');
    return JSON.parse(line.value);
  };
  try {
    const prepared = (await next()) as Prepared;
    return {
      prepared,
      async time(count) {
        child.stdin.write(`${count}\n`);
        return (await next()) as TorchTime;
      },
      close: () => void child.kill(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Network, initial values, images and batches, as `pytorch.py` reads them. */
function writeCase(folder: string, bench: BenchCase, checkedSteps: number, place: TorchPlace): void {
  const [experiment, data] = [experimentOf(bench), dataOf(bench)];
  const { optimiser, seeds, batchSize } = experiment;
  const plan = planNetwork(experiment.network, data, data.classes.length);
  const { entries, size } = layoutOf(plan.parameters);
  const { count, images, labels } = data.train;
  const values = new Float32Array(size + images.length);
  values.set(initialParameters(plan, seeds.init));
  values.set(images, size);
  const batches = planBatches(count, batchSize, seeds.order);
  const layerOf = ({ name, stride, padding, norm }: LayerPlan) => ({ name, stride, padding, norm });
  const spec = {
    parameters: entries.map(({ name, shape, offset }) => ({ name, shape, offset })),
    images: { shape: [count, data.height, data.width, data.channels], offset: size },
    labels: [...labels],
    batches: Array.from({ length: BATCHES }, (_, step) => [...batches.indicesOfStep(step)]),
    stem: layerOf(plan.stem),
    blocks: plan.blocks.map(({ branch, projection }) => ({
      branch: branch.map(layerOf),
      projection: projection === null ? null : layerOf(projection),
    })),
    skips: experiment.lanes.map(({ gains }) => gains.some((gain) => gain !== 0)),
    learningRate: optimiser.learningRate,
    momentum: optimiser.momentum,
    weightDecay: optimiser.weightDecay,
    checkedSteps,
    ...place,
  };
  writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
  writeFileSync(join(folder, 'values.bin'), new Uint8Array(values.buffer));
}
