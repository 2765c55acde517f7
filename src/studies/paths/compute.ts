/**
 * Path lengths (Veit 2016): with n blocks, 2ⁿ paths lead back through a residual network, of which C(n, k) go through k
 * branches. The forward pass is that of the whole network; going back, k random blocks let the gradient through their branch
 * alone, the others through their shortcut alone. What arrives at the first block is the gradient of one path.
 */
import * as tf from '@tensorflow/tfjs-core';
import { memoryOf } from '../../architecture/memory';
import { endsOf, isClassicPlan, type NetworkPlan } from '../../architecture/nodes';
import { planLanes } from '../../architecture/plan-experiment';
import type { LossConfig } from '../../config/schema';
import { l2Norm } from '../../engine/measures';
import { readAll } from '../../engine/read';
import { residualBlock, run } from '../../network/forward';
import { batchLoss } from '../../ops/loss';
import type { Batch } from '../../training/gradient';
import { trainingBatch } from '../../training/images';
import type { LaneSnapshot } from '../../contract/run-state';
import { drawSet } from '../lesion/compute';
import { GRADIENT_COST, imagesPerTurn } from '../../contract/study-work';
import { BlockwiseNetwork, unmeasured } from '../compute';
import type { Computation } from '../compute-parts';
import type { RequestOf } from '../kinds';
import type { PathsResult } from './kind';

/** One random path of every length through one network. */
interface Task {
  /** Among the lanes of the experiment. */
  readonly lane: number;
  /** Blocks whose shortcut lets something through. */
  readonly open: readonly number[];
  readonly images: number;
  readonly seed: number;
  readonly sample: number;
}

/** By length; NaN: not measured yet. */
type Magnitudes = readonly number[];

export const study: Computation<RequestOf<'paths'>, PathsResult, Task, Magnitudes> = {
  async plan({ samples, seed }, { experiment, nextBatch, step, snapshots }) {
    const learnt = await snapshots();
    const subjects = planLanes(experiment).flatMap((plan, lane) => {
      const { id, gains } = learnt[lane] ?? { id: '', gains: [] };
      const open = gains.flatMap((gain, block) => (gain === 0 ? [] : [block]));
      return isClassicPlan(plan) || open.length === 0 ? [] : [{ plan, lane, id, open }];
    });
    const images = Math.min(
      nextBatch.length,
      ...subjects.map(({ plan }) => imagesPerTurn(plan, nextBatch.length, GRADIENT_COST)),
    );
    const parts = subjects.flatMap(({ plan, lane, open }) =>
      Array.from({ length: samples }, (_, sample) => ({
        task: { lane, open, images, seed, sample },
        work: open.length + 1,
        round: sample,
        memory: memoryOf([plan], images),
      })),
    );
    return {
      parts,
      combine: (found) => ({
        kind: 'paths',
        lanes: subjects.map(({ id }) => id),
        step,
        images,
        open: subjects.map(({ open }) => open.length),
        magnitudes: subjects.map(({ open }, subject) =>
          Array.from({ length: open.length + 1 }, (_, length) =>
            Array.from(
              { length: samples },
              (_s, sample) => found[subject * samples + sample]?.[length] ?? Number.NaN,
            ),
          ),
        ),
      }),
    };
  },

  async *perform({ lane, open, images, seed, sample }, { experiment, data, nextBatch, snapshots }) {
    const plan = planLanes(experiment)[lane];
    const snapshot = (await snapshots())[lane];
    if (plan === undefined || isClassicPlan(plan) || snapshot === undefined)
      throw new RangeError(`Lane ${lane} has no blocks`);
    const magnitudes = unmeasured(open.length + 1);
    const closed = plan.blocks.flatMap(({ index }) => (open.includes(index) ? [] : [index]));
    const batch = trainingBatch(data, nextBatch.slice(0, images));
    const network = new Opened(plan, snapshot);
    try {
      network.begin(batch, experiment.loss);
      for (const length of magnitudes.keys()) {
        const branches = drawSet(open, length, seed, sample);
        const back = network.magnitude(new Set([...branches, ...closed]));
        try {
          let next = await back.next();
          while (next.done !== true) {
            yield { share: (length + next.value) / magnitudes.length, found: magnitudes };
            next = await back.next();
          }
          magnitudes[length] = next.value;
        } finally {
          // Frees what it holds where this study is cancelled.
          await back.return(Number.NaN);
        }
        yield { share: (length + 1) / magnitudes.length, found: magnitudes };
      }
    } finally {
      network.dispose();
      tf.dispose([batch.images, batch.oneHot]);
    }
  },
};

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
