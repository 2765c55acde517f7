/**
 * Path lengths (Veit 2016): with n blocks, 2ⁿ paths lead back through a residual network, of which C(n, k) go through k
 * branches. The forward pass is that of the whole network; going back, k random blocks let the gradient through their branch
 * alone, the others through their shortcut alone. What arrives at the first block is the gradient of one path.
 */
import * as tf from '@tensorflow/tfjs-core';
import { endsOf, isClassicPlan, type NetworkPlan } from '../../architecture/nodes';
import { planLanes } from '../../architecture/plan-experiment';
import type { LossConfig } from '../../config/schema';
import { l2Norm } from '../../engine/measures';
import { readAll } from '../../engine/read';
import { residualBlock, run } from '../../network/forward';
import { batchLoss } from '../../ops/loss';
import type { Batch } from '../../training/gradient';
import { trainingBatch } from '../../training/images';
import type { LaneSnapshot } from '../../training/trainer';
import { drawSet } from '../lesion/compute';
import { GRADIENT_COST, imagesPerTurn } from '../../contract/study-work';
import { BlockwiseNetwork, unmeasured, type StudyContext, type StudyRun } from '../compute';
import type { RequestOf } from '../kinds';
import type { PathsResult } from './kind';

export async function* study(request: RequestOf<'paths'>, context: StudyContext): StudyRun<PathsResult> {
  const { experiment, data, step, nextBatch } = context;
  const plans = planLanes(experiment);
  const snapshots = (await context.snapshots()).flatMap((snapshot, lane) => {
    const plan = plans[lane];
    const isOpen = plan !== undefined && !isClassicPlan(plan) && snapshot.gains.some((gain) => gain !== 0);
    return isOpen ? [{ ...snapshot, plan }] : [];
  });
  const open = snapshots.map(({ gains }) => gains.flatMap((gain, block) => (gain === 0 ? [] : [block])));
  const images = Math.min(
    nextBatch.length,
    ...snapshots.map(({ plan }) => imagesPerTurn(plan, nextBatch.length, GRADIENT_COST)),
  );
  const magnitudes = open.map((blocks) =>
    Array.from({ length: blocks.length + 1 }, () => unmeasured(request.samples)),
  );
  const lanes = snapshots.map(({ id }) => id);
  const result = {
    kind: 'paths',
    lanes,
    step,
    images,
    open: open.map(({ length }) => length),
    magnitudes,
  } as const;
  const total = request.samples * magnitudes.reduce((sum, lengths) => sum + lengths.length, 0);
  let done = 0;
  const batch = trainingBatch(data, nextBatch.slice(0, images));
  try {
    for (const [lane, snapshot] of snapshots.entries()) {
      const { plan } = snapshot;
      const network = new Opened(plan, snapshot);
      try {
        network.begin(batch, experiment.loss);
        const blocks = open[lane] ?? [];
        const closed = plan.blocks.flatMap(({ index }) => (blocks.includes(index) ? [] : [index]));
        for (let sample = 0; sample < request.samples; sample++) {
          for (const [length, samples] of (magnitudes[lane] ?? []).entries()) {
            const branches = drawSet(blocks, length, request.seed, sample);
            const back = network.magnitude(new Set([...branches, ...closed]));
            try {
              let next = await back.next();
              while (next.done !== true) {
                yield { done: done + next.value, total, result };
                next = await back.next();
              }
              samples[sample] = next.value;
            } finally {
              // Frees what it holds where this study is cancelled.
              await back.return(Number.NaN);
            }
            done++;
            yield { done, total, result };
          }
        }
      } finally {
        network.dispose();
      }
    }
  } finally {
    tf.dispose([batch.images, batch.oneHot]);
  }
  yield { done: total, total, result };
}

/** A network in which the way back can be chosen block by block. */
class Opened extends BlockwiseNetwork {
  /** dL/d(output of the last block). */
  #outermost: tf.Tensor4D | undefined;

  constructor(plan: NetworkPlan, snapshot: LaneSnapshot) {
    super(plan, snapshot, null);
  }

  /** Takes a batch in, forth and, from the loss to the last block, back. */
  begin({ images, oneHot }: Batch, loss: LossConfig): void {
    this.enter(images);
    const { head } = endsOf(this.plan);
    const last = this.inputs.at(-1) as tf.Tensor4D;
    this.#outermost = tf.tidy(
      () =>
        tf.grad((output) => batchLoss(run(head, output, this.options) as tf.Tensor2D, oneHot, loss))(
          last,
        ) as tf.Tensor4D,
    );
  }

  /**
   * L2 norm of the gradient at the first block's input, through these branches and all other shortcuts. Gives way after every
   * block, with the share of the way that is done.
   */
  async *magnitude(branches: ReadonlySet<number>): AsyncGenerator<number, number> {
    const { blocks } = this.plan;
    let gradient = (this.#outermost as tf.Tensor4D).clone();
    try {
      for (const [done, block] of blocks.toReversed().entries()) {
        const after = gradient;
        gradient = this.#back(block, after, branches.has(block.index) ? 'branch' : 'shortcut');
        after.dispose();
        yield (done + 1) / (blocks.length + 1);
      }
      const [values = new Float32Array(0)] = await readAll([gradient]);
      return l2Norm(values);
    } finally {
      gradient.dispose();
    }
  }

  /** One block back, by one of its two ways. */
  #back(block: NetworkPlan['blocks'][number], after: tf.Tensor4D, way: 'branch' | 'shortcut'): tf.Tensor4D {
    const input = this.inputs[block.index] as tf.Tensor4D;
    return tf.tidy(() => {
      let found: tf.Tensor4D | undefined;
      const watcher = {
        onValues: () => undefined,
        onGradient: (_block: number, place: string, gradient: tf.Tensor4D) => {
          if (place === way) found = tf.keep(gradient.clone());
        },
      };
      tf.grad((x) => residualBlock(x as tf.Tensor4D, block, { ...this.options, watcher }))(input, after);
      // tfjs asks nobody where nothing flows.
      if (found === undefined) return tf.zerosLike(input);
      // Out of keeping, into the hands of the tidy around.
      const result = found.clone();
      found.dispose();
      return result;
    });
  }

  override dispose(): void {
    this.#outermost?.dispose();
    super.dispose();
  }
}
