/** Whether an exported folder draws the page's random numbers, and what is drawn by them: the very same, bit by bit. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULTS } from '../../src/config/defaults';
import { cyclesMomentum } from '../../src/config/settings';
import { optimiserAt } from '../../src/config/schedule';
import type { AugmentationConfig, ScheduleConfig } from '../../src/config/schema';
import { augment, permutation, planBatches } from '../../src/data/batches';
import { randomStream } from '../../src/data/random';
import { survivalFactor } from '../../src/network/noise';
import type { PytorchCheck } from './check';
import { output } from './process';

const MODULES = join(import.meta.dirname, '../../src/pytorch/python');
const READER = join(import.meta.dirname, 'replayed.py');

interface Case {
  readonly title: string;
  readonly ask: { readonly kind: string } & Readonly<Record<string, unknown>>;
  readonly expected: unknown;
  /** Largest relative difference, where PyTorch's side has another cosine. */
  readonly within?: number;
}

export const replay: PytorchCheck = {
  name: 'replay',
  async run({ python, folder, only, report }) {
    const all = [...streams(), ...batches(), ...augmentations(), ...noise(), ...paces()];
    const cases = all.filter(({ title }) => title.includes(only));
    const file = join(folder, 'cases.jsonl');
    await writeFile(file, cases.map(({ ask }) => `${JSON.stringify(ask)}\n`).join(''));
    const told = await output(python, [READER, MODULES, file]);
    const results = told.split('\n');
    for (const [at, { title, expected, within = 0 }] of cases.entries())
      report(title, difference(expected, JSON.parse(results[at] ?? 'null'), within));
  },
};

/** Where two results first differ; null where they are the same. */
function difference(expected: unknown, actual: unknown, within: number): string | null {
  const [own, theirs] = [[expected].flat(2), [actual].flat(2)];
  if (own.length !== theirs.length) return `${theirs.length} numbers instead of ${own.length}`;
  const at = own.findIndex((value, i) => !alike(value, theirs[i], within));
  return at < 0 ? null : `${String(theirs[at])} instead of ${String(own[at])} at place ${at}`;
}

function alike(a: unknown, b: unknown, within: number): boolean {
  if (a === b) return true;
  return typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= within * Math.abs(a);
}

function streams(): Case[] {
  // Drawn in pieces, some of them longer than a state can go by itself.
  const counts = [1, 0, 2, 3, 700, 1, 20_000, 5];
  const total = counts.reduce((sum, count) => sum + count, 0);
  const names: readonly (readonly [number, ...(string | number)[]])[] = [
    [0, 'order', 0],
    [999_999, 'dropout', 12_345, 'layer3.2.shortcut.dropout'],
  ];
  const uniforms = names.map((name): Case => {
    const stream = randomStream(...name);
    const expected = Array.from({ length: total }, () => stream.uniform());
    return {
      title: `numbers of the stream ${name.join(' ')}`,
      ask: { kind: 'uniforms', name, counts },
      expected,
    };
  });
  // Of a bound of three thousand million nearly every third number is rejected.
  const bounds = Array.from({ length: 2000 }, (_, i) => (i % 3 === 0 ? 3_000_000_000 : 1 + (i % 257)));
  const stream = randomStream(3, 'integers');
  const drawn = bounds.map((bound) => stream.integer(bound));
  return [
    ...uniforms,
    {
      title: 'integers, drawn again where they would not be fair, and the number behind them',
      ask: { kind: 'integers', name: [3, 'integers'], bounds },
      expected: [...drawn, stream.uniform()],
    },
  ];
}

function batches(): Case[] {
  const orders = [
    [2, 0, 0],
    [1797, 5, 3],
    [60_000, 7, 2],
  ] as const;
  const steps = [0, 1, 6, 7, 13, 14, 1000];
  const plan = planBatches(100, 14, 11);
  return [
    ...orders.map(([count, seed, epoch]) => ({
      title: `the order of ${count} images in epoch ${epoch}`,
      ask: { kind: 'order', count, seed, epoch },
      expected: [...permutation(count, seed, epoch)],
    })),
    {
      title: 'batches of 14 out of 100 images, over epochs',
      ask: { kind: 'batches', count: 100, size: 14, seed: 11, steps },
      expected: steps.map((step) => [...plan.indicesOfStep(step)]),
    },
  ];
}

function augmentations(): Case[] {
  const [count, height, width, channels] = [7, 6, 9, 3];
  const all: readonly AugmentationConfig[] = [
    { shift: 2, flip: true, cutout: 4 },
    { shift: 8, flip: false, cutout: 0 },
    { shift: 0, flip: true, cutout: 0 },
    { shift: 0, flip: false, cutout: 32 },
    { shift: 0, flip: false, cutout: 0 },
  ];
  return all.map((settings, at): Case => {
    const images = Float32Array.from({ length: count * height * width * channels }, (_, i) => i + 1);
    const before = [...images];
    const black = [-1, -2, -3];
    const name = [5, 'augmentation', at] as const;
    augment({ pixels: images, count, height, width, channels }, settings, black, randomStream(...name));
    return {
      title: `shift ${settings.shift}, flip ${settings.flip}, cutout ${settings.cutout}, by three processes`,
      ask: {
        kind: 'augmentation',
        images: before,
        shape: [count, height, width, channels],
        settings,
        black,
        name,
      },
      expected: [...images],
    };
  });
}

function noise(): Case[] {
  const [count, seed, step, share] = [5, 4, 17, 0.3];
  const masks = [
    { of: 'images', shape: [3, 4, 6], size: 72 },
    { of: 'flattened images', shape: [72], size: 72, flattened: [4, 6, 3] },
    { of: 'vectors', shape: [50], size: 50 },
  ];
  const steps = Array.from({ length: 40 }, (_, i) => i);
  const stream = 'layer1.0.dropout';
  const survival = 0.6;
  return [
    ...masks.map(({ of, size, ...rest }) => {
      const random = randomStream(seed, 'dropout', step, stream);
      const factors = Float32Array.from({ length: count * size }, () =>
        random.uniform() < share ? 0 : 1 / (1 - share),
      );
      return {
        title: `dropout of ${of}, by two processes`,
        ask: { kind: 'dropout', count, seed, step, share, stream, ...rest },
        expected: [...factors],
      };
    }),
    {
      title: 'the branches that survive',
      ask: { kind: 'depth', seed, stream: 'layer1.0.depth', survival, steps },
      expected: steps.map((at) =>
        survivalFactor(randomStream(seed, 'dropout', at, 'layer1.0.depth'), survival),
      ),
    },
  ];
}

function paces(): Case[] {
  const steps = [0, 1, 2, 3, 4, 5, 9, 10, 11, 19, 20, 29, 30, 31, 99, 100, 101, 250];
  const kinds = ['constant', 'steps', 'cosine', 'one-cycle'] as const;
  const schedules = kinds.flatMap((kind) =>
    [0, 4].map((warmUp): ScheduleConfig => ({
      kind,
      period: 10,
      factor: 0.3,
      warmUp,
      momentumCycle: warmUp > 0,
    })),
  );
  const rates = [{ step: 5, rate: 0.5 }];
  return schedules.map((schedule) => {
    const { kind, period, factor, warmUp, momentumCycle } = schedule;
    const rateAt = (step: number): number => (step < 5 ? 0.2 : 0.5);
    const expected = steps.map((step) => {
      const optimiser = { ...DEFAULTS.optimiser, learningRate: rateAt(step) };
      const now = optimiserAt(step, optimiser, schedule);
      return [now.learningRate, cyclesMomentum(schedule) ? now.momentum : null];
    });
    const experiment = {
      optimiser: { rate: 0.2 },
      rates,
      schedule: { kind, period, factor, warm_up: warmUp, momentum_cycle: momentumCycle },
    };
    return {
      title: `rates of the schedule ${kind} after ${warmUp} steps of warm-up`,
      ask: { kind: 'pace', experiment, steps },
      expected,
      within: 1e-12,
    };
  });
}
