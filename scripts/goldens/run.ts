/** Runs a golden case on the current backend and compares it with what PyTorch computed. No file or browser access. */
import * as tf from '@tensorflow/tfjs-core';
import { columnOf, instrumentColumns, type StreamQuantity } from '../../src/architecture/instruments';
import { depthOf } from '../../src/architecture/plan';
import { gradientOf, type Batch, type GradientResult } from '../../src/training/gradient';
import { l2Norm, pairStatistics, type PairStatistics } from '../../src/engine/measures';
import { Optimiser } from '../../src/engine/optimiser';
import { readAll } from '../../src/engine/read';
import { RunningStatistics } from '../../src/engine/statistics';
import { layoutOf } from '../../src/network/parameters';
import { instrumentRow } from '../../src/training/instruments';
import { hasCosine, PairedProbe } from '../../src/training/paired-probe';
import { express, parameterOf, type GoldenCase } from './case';
import { misfits } from './fit';

/** One measured quantity beside the golden one. */
export interface Comparison {
  readonly group: 'loss' | 'logits' | 'gradients' | 'blocks' | 'losses' | 'statistics';
  readonly what: string;
  readonly measured: number;
  readonly expected: number;
  /** |measured − expected| over |expected|, or over the largest of its vector for elements of vectors. */
  readonly error: number;
  /** What the difference is divided by. */
  readonly scale: number;
  readonly tolerance: number;
  readonly passed: boolean;
}

const INSTRUMENTS = ['streams'] as const;

/** Relative 1e-4, 1e-3 for networks of more than 30 layers; below 1e-6 an absolute 1e-9 will do. */
function toleranceOf(depth: number): number {
  return depth > 30 ? 1e-3 : 1e-4;
}

function compare(
  group: Comparison['group'],
  what: string,
  measured: number,
  expected: number,
  tolerance: number,
  scale = Math.abs(expected),
): Comparison {
  const difference = Math.abs(measured - expected);
  const error = difference === 0 ? 0 : difference / scale;
  const passed = error <= tolerance || (Math.abs(expected) < 1e-6 && difference <= 1e-9);
  return { group, what, measured, expected, error, scale, tolerance, passed };
}

/** Elements of a vector, each error relative to the vector's largest magnitude. */
function compareVector(
  group: Comparison['group'],
  what: string,
  measured: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
): Comparison[] {
  const scale = Math.max(...expected.map(Math.abs));
  return expected.map((value, i) =>
    compare(group, `${what}[${i}]`, measured[i] ?? Number.NaN, value, tolerance, scale),
  );
}

/**
 * Compares all that the case holds and the network computes, from images [N, H, W, C]. For cases that can be expressed.
 * @throws RangeError where its numbers do not fit its network, by name.
 */
export async function runGolden(
  golden: GoldenCase,
  images: Float32Array<ArrayBuffer>,
): Promise<Comparison[]> {
  const wrong = misfits(golden);
  if (wrong.length > 0) throw new RangeError(`${golden.name}: ${wrong.join('; ')}`);
  const { plan, gains, optimiser: options, loss } = express(golden);
  const { expect, labels } = golden;
  const tolerance = toleranceOf(depthOf(plan));
  const layout = layoutOf(plan.parameters);
  const parameters = new Float32Array(layout.size);
  // What the case lacks (projections of blocks whose shortcut is off) is 0 and stays so: no gradient reaches it.
  const lacking = layout.entries.map(({ name, offset }) => {
    const values = parameterOf(golden, name);
    parameters.set(values ?? [], offset);
    return values === null;
  });
  const { height, width, channels } = plan.input;
  const batch: Batch = {
    images: tf.tensor4d(images.slice(), [labels.length, height, width, channels]),
    oneHot: tf.tidy(
      () => tf.cast(tf.oneHot(tf.tensor1d([...labels], 'int32'), plan.classes), 'float32') as tf.Tensor2D,
    ),
    labels: Uint8Array.from(labels),
  };
  const kept = new Map<string, readonly tf.Tensor[]>();
  const probe = new PairedProbe(plan, INSTRUMENTS, (key, ...two) => {
    kept.set(
      key,
      two.filter((tensor) => tensor !== null).map((tensor) => tf.keep(tensor.clone())),
    );
  });
  const running = new RunningStatistics(plan);
  const optimiser = new Optimiser(plan.parameters, options.kind);
  const results: Comparison[] = [];

  for (let step = 0; step < expect.losses_by_step.length; step++) {
    const request = { plan, layout, parameters, gains, batch, loss };
    const result = await gradientOf(step === 0 ? { ...request, ...probe.watchers } : request);
    if (step === 0) probe.finish();
    if (step === 0) results.push(...(await compareFirst(result)));
    results.push(
      compare(
        'losses',
        `loss of step ${step}`,
        result.loss,
        expect.losses_by_step[step] ?? Number.NaN,
        tolerance,
      ),
    );
    for (const { norm, mean, variance, count } of result.statistics)
      running.update(norm, mean, variance, count);
    const { gradient, reached } = result;
    const missed = layout.entries.find((_, i) => lacking[i] === true && reached[i] === true);
    if (missed !== undefined) throw new Error(`${golden.name} lacks ${missed.name}, which gets a gradient`);
    optimiser.update(parameters, gradient, options, (i) => reached[i] === true);
  }
  tf.dispose([batch.images, batch.oneHot]);
  for (const [name, expected] of Object.entries(expect.running_stats_after_last_step ?? {})) {
    const norm = running.norms.get(name.slice(0, name.lastIndexOf('.')));
    const measured = name.endsWith('mean') ? norm?.mean : norm?.variance;
    results.push(...compareVector('statistics', name, measured ?? [], expected, tolerance));
  }
  return results;

  async function compareFirst({ loss, logits, gradient }: GradientResult): Promise<Comparison[]> {
    const found = [
      compare('loss', 'loss', loss, expect.loss, tolerance),
      ...compareVector('logits', 'logits', logits, expect.logits.flat(), tolerance),
    ];
    for (const { name, offset, size } of layout.entries) {
      const expected = expect.grad_norm[name];
      if (expected === undefined) continue;
      found.push(compare('gradients', name, l2Norm(gradient, offset, offset + size), expected, tolerance));
    }
    const measured = await measureKept();
    const columns = instrumentColumns(plan, INSTRUMENTS);
    const row = instrumentRow(plan, { instruments: INSTRUMENTS, pairs: measured, gains, weights: [] });
    expect.blocks.forEach((block, i) => {
      const { name } = plan.blocks[i] ?? { name: '' };
      const value = (quantity: StreamQuantity): number =>
        row[columns.indexOf(columnOf(quantity, name))] ?? Number.NaN;
      const check = (what: string, measured: number, expected: number | null): void => {
        if (expected !== null)
          found.push(compare('blocks', `block ${i} ${what}`, measured, expected, tolerance));
      };
      const [branch, shortcut] = [value('branch-gradient'), value('shortcut-gradient')];
      const inner = shortcut === 0 ? 0 : 2 * branch * shortcut * value('cosine');
      check('output gradient', value('output-gradient'), block.output_grad_norm);
      // The sum of both, which only the right angle between them gives.
      check('input gradient', Math.sqrt(branch ** 2 + shortcut ** 2 + inner), block.input_grad_norm);
      check('gradient through the branch', branch, block.branch_path_grad_norm);
      check('gradient through the shortcut', shortcut, block.skip_path_grad_norm);
      check('branch deviation', value('branch-deviation'), block.branch_std);
      check('output deviation', value('output-deviation'), block.output_std);
      check('branch over shortcut', value('branch') / value('shortcut'), block.branch_to_skip_ratio);
    });
    return found;
  }

  /** What the pairs are like, on any backend; frees them. */
  async function measureKept(): Promise<ReadonlyMap<string, PairStatistics>> {
    const found = new Map<string, PairStatistics>();
    for (const [key, tensors] of kept) {
      const [a = new Float32Array(0), b = null] = await readAll(tensors);
      found.set(key, pairStatistics(a, b, hasCosine(key)));
      tf.dispose([...tensors]);
    }
    return found;
  }
}
