/**
 * What a network is without some of its blocks, at test time (Veit 2016, arXiv:1605.06431), and how many test images the
 * trained networks of a run then classify rightly.
 */
import * as tf from '@tensorflow/tfjs-core';
import { memoryOf } from '../../architecture/memory';
import { endsOf, type BlockNodes, type BlockPlan, type NetworkPlan } from '../../architecture/nodes';
import type { ExperimentConfig } from '../../config/schema';
import { countClasses, type DataSet } from '../../data/dataset';
import { scoreLogits } from '../../engine/measures';
import { residualBlock, run } from '../../network/forward';
import { testBatch } from '../../training/images';
import type { LaneSnapshot } from '../../contract/run-state';
import { imagesPerTurn, withBlocksOnly } from '../../contract/study-work';
import { BlockwiseNetwork, residualPlans, statisticsOf, taken } from '../compute';
import type { Computation, PartContext, PartRun, StudyPart } from '../compute-parts';
import type { RequestOf } from '../kinds';
import { LARGEST_BATCH } from '../lesion/kind';
import type { AblationResult } from './kind';

/** What stands where a block was: nothing (its output is its input), or a block without its branch. */
export type Ablated =
  | { readonly kind: 'identity' }
  | { readonly kind: 'shortcut'; readonly block: BlockPlan; readonly gain: number };

function keepsShape({ input, output }: BlockPlan): boolean {
  return input.height === output.height && input.width === output.width && input.channels === output.channels;
}

export function changesShape(block: BlockPlan): boolean {
  return !keepsShape(block);
}

/** Whether a block of which only the identity is left passes its input on as it is: behind ReLU it is ReLU's own output. */
function endsUnchanged({ nodes }: BlockPlan): boolean {
  return nodes.ending.every((node) => {
    if (node.kind === 'activation') return node.activation === 'relu' || node.activation === 'linear';
    return node.kind === 'probe';
  });
}

/**
 * A block without its branch: its input goes along the shortcut that it has, scaled, gated or projected, and through what
 * stands behind the addition. Where all of that changes nothing, the block is taken out. With its skip off a block has no
 * shortcut: then it is taken out too, and where the shape changes it becomes the subsampling of option A, which has no
 * weights. Null where that is impossible, as channels become fewer.
 */
export function ablate(block: BlockPlan, gain: number): Ablated | null {
  const nodes: BlockNodes = { ...block.nodes, branch: [{ kind: 'zeros', output: block.output }] };
  if (gain !== 0) {
    const isBare = block.shortcut === 'identity' && block.gate === null && gain === 1;
    return isBare && endsUnchanged(block)
      ? { kind: 'identity' }
      : { kind: 'shortcut', block: { ...block, nodes }, gain };
  }
  if (keepsShape(block)) return { kind: 'identity' };
  if (block.output.channels < block.input.channels) return null;
  return {
    kind: 'shortcut',
    block: {
      ...block,
      nodes: {
        ...nodes,
        // Option A reads what is in front of norms and activations.
        shortcutReads: nodes.opening.some(({ kind }) => kind === 'activation')
          ? 'input'
          : nodes.shortcutReads,
        shortcut: [{ kind: 'subsampling', stride: block.stride, channels: block.output.channels }],
        gate: null,
      },
    },
    gain: 1,
  };
}

/** A trained network that blocks can be taken out of. */
export class Trained extends BlockwiseNetwork {
  constructor(plan: NetworkPlan, snapshot: LaneSnapshot) {
    super(plan, snapshot, statisticsOf(snapshot));
  }

  /** Logits of the batch without these blocks, which are in ascending order. */
  async logits(missing: readonly number[], ablations: readonly (Ablated | null)[]): Promise<Float32Array> {
    const { plan, options } = this;
    const start = missing[0] ?? plan.blocks.length;
    const logits = tf.tidy(() => {
      let x = this.inputs[start] as tf.Tensor4D;
      for (const block of plan.blocks.slice(start)) {
        const replacement = missing.includes(block.index) ? ablations[block.index] : undefined;
        if (replacement?.kind === 'identity') continue;
        x =
          replacement?.kind === 'shortcut'
            ? residualBlock(x, replacement.block, {
                ...options,
                gains: options.gains.with(block.index, replacement.gain),
              })
            : residualBlock(x, block, options);
      }
      return run(endsOf(plan).head, x, options);
    });
    return taken(logits);
  }
}

/** Trained networks that blocks can be deleted from, lane by lane. */
export interface Subjects {
  /** With its residual lanes alone. */
  readonly experiment: ExperimentConfig;
  readonly plans: readonly NetworkPlan[];
  readonly snapshots: readonly LaneSnapshot[];
  /** What stands where each block was; null where it cannot be deleted. */
  readonly ablations: readonly (readonly (Ablated | null)[])[];
}

/** The networks of a run as they are now. */
export async function subjectsOf(context: PartContext): Promise<Subjects> {
  const experiment = withBlocksOnly(context.experiment);
  const plans = residualPlans(experiment);
  const snapshots = (await context.snapshots()).filter(({ id }) =>
    experiment.lanes.some((lane) => lane.id === id),
  );
  const ablations = plans.map((plan, lane) =>
    plan.blocks.map((block, i) => ablate(block, snapshots[lane]?.gains[i] ?? 0)),
  );
  return { experiment, plans, snapshots, ablations };
}

/** Blocks that are deleted, ascending, of each lane; null where this lane is not asked. */
export type DeletedSet = readonly (readonly number[] | null)[];

/** A network is asked for the classes of some test images, with sets of blocks deleted. */
export interface Count {
  readonly lane: number;
  /** Among the test images. */
  readonly first: number;
  readonly images: number;
  readonly sets: readonly (readonly number[])[];
}

/** By sets: images classified rightly. */
export type Counted = readonly number[];

/**
 * The counts of sets of blocks on the first `wanted` test images: images come in batches, one count for each network and batch,
 * and work is counted in images times blocks.
 */
export function countsOf(
  sets: readonly DeletedSet[],
  { plans }: Subjects,
  wanted: number,
): readonly StudyPart<Count>[] {
  const size = Math.min(LARGEST_BATCH, wanted, ...plans.map((plan) => imagesPerTurn(plan, LARGEST_BATCH)));
  return Array.from({ length: Math.ceil(wanted / size) }, (_, batch) => batch).flatMap((batch) =>
    plans.map((plan, lane) => {
      const own = ownOf(sets, lane);
      const [first, images] = [batch * size, Math.min(size, wanted - batch * size)];
      return {
        task: { lane, first, images, sets: own },
        // A network is run from its first deleted block on; the intact one from the beginning.
        work: images * own.reduce((sum, [start = 0]) => sum + plan.blocks.length + 1 - start, 0),
        round: batch,
        memory: memoryOf([plan], images),
      };
    }),
  );
}

/** Those that a lane is asked. */
function ownOf(sets: readonly DeletedSet[], lane: number): readonly (readonly number[])[] {
  return sets.flatMap((set) => {
    const own = set[lane] ?? null;
    return own === null ? [] : [own];
  });
}

/** What all counts together have found about images that each of the networks has seen. */
export interface Tally {
  readonly images: number;
  /** Accuracy without the blocks of a set; null where this lane is not asked. */
  readonly accuracy: (set: DeletedSet, lane: number) => number | null;
}

/** Puts counts together. */
export function tallyOf(
  sets: readonly DeletedSet[],
  counts: readonly StudyPart<Count>[],
  found: readonly (Counted | null)[],
  isDone: (part: number) => boolean,
): Tally {
  const seen = counts.filter(({ task: { first } }) =>
    counts.every(({ task }, part) => task.first !== first || isDone(part)),
  );
  const ofLane = (lane: number) => seen.filter(({ task }) => task.lane === lane);
  const images = ofLane(0).reduce((sum, { task }) => sum + task.images, 0);
  return {
    images,
    accuracy: (set, lane) => {
      if ((set[lane] ?? null) === null) return null;
      const place = sets.filter((other) => (other[lane] ?? null) !== null).indexOf(set);
      const correct = ofLane(lane).reduce(
        (sum, part) => sum + (found[counts.indexOf(part)]?.[place] ?? 0),
        0,
      );
      return correct / images;
    },
  };
}

/**
 * Carries a count out. The inputs of all blocks are found once, then the network is run only from its first deleted block on. Gives
 * way after every set.
 */
export async function* countRight(
  { lane, first, images, sets }: Count,
  context: PartContext,
): PartRun<Counted> {
  const { experiment, plans, snapshots, ablations } = await subjectsOf(context);
  const [plan, snapshot] = [plans[lane], snapshots[lane]];
  if (plan === undefined || snapshot === undefined)
    throw new RangeError(`There is no lane ${lane} of blocks`);
  const { images: batch, labels } = testBatch(context.data, first, images);
  const network = new Trained(plan, snapshot);
  try {
    network.enter(batch);
    const correct: number[] = [];
    const costs = sets.map(([start = 0]) => plan.blocks.length + 1 - start);
    const total = costs.reduce((sum, cost) => sum + cost, 0);
    let done = 0;
    for (const [i, missing] of sets.entries()) {
      const logits = await network.logits(missing, ablations[lane] ?? []);
      correct.push(scoreLogits(logits, labels, plan.classes, experiment.loss).correct);
      done += costs[i] ?? 0;
      yield { share: done / total, found: correct };
    }
  } finally {
    network.dispose();
    batch.dispose();
  }
}

/** Accuracy of always saying the most frequent class of the first test images. */
export function chanceOf(data: DataSet, wanted: number): number {
  return Math.max(...countClasses(data, data.test.labels.subarray(0, wanted))) / wanted;
}

/** A block that a network does not have, or that cannot be deleted, makes its answer null. */
export const study: Computation<RequestOf<'ablation'>, AblationResult, Count, Counted> = {
  async plan(request, context) {
    const { data, step } = context;
    const subjects = await subjectsOf(context);
    const { snapshots, ablations, plans } = subjects;
    const wanted = Math.min(request.images, data.test.count);
    const blocks = [...new Set(request.blocks)].toSorted((a, b) => a - b);
    const intact: DeletedSet = plans.map(() => []);
    const ablated: DeletedSet = ablations.map((own) =>
      blocks.every((block) => (own[block] ?? null) !== null) ? blocks : null,
    );
    const sets = [intact, ablated];
    const parts = countsOf(sets, subjects, wanted);
    return {
      parts,
      combine: (found, isDone) => {
        const { images, accuracy } = tallyOf(sets, parts, found, isDone);
        return {
          kind: 'ablation',
          lanes: snapshots.map(({ id }) => id),
          step,
          images,
          wanted,
          chance: chanceOf(data, wanted),
          blocks,
          intact: plans.map((_, lane) => accuracy(intact, lane) ?? Number.NaN),
          ablated: plans.map((_, lane) => accuracy(ablated, lane)),
        };
      },
    };
  },
  perform: countRight,
};
