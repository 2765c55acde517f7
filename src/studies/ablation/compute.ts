/**
 * What a network is without some of its blocks, at test time (Veit 2016, arXiv:1605.06431), and how many test images the
 * trained networks of a run then classify rightly.
 */
import * as tf from '@tensorflow/tfjs-core';
import { endsOf, type BlockNodes, type BlockPlan, type NetworkPlan } from '../../architecture/nodes';
import type { ExperimentConfig } from '../../config/schema';
import { countClasses } from '../../data/dataset';
import { scoreLogits } from '../../engine/measures';
import { residualBlock, run } from '../../network/forward';
import { testBatches } from '../../training/images';
import type { LaneSnapshot } from '../../training/trainer';
import { imagesPerTurn, withBlocksOnly } from '../../contract/study-work';
import {
  BlockwiseNetwork,
  residualPlans,
  statisticsOf,
  taken,
  type StudyContext,
  type StudyRun,
} from '../compute';
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
  /** Test images that are to be counted. */
  readonly wanted: number;
}

/** The networks of a run as they are now, and at most `images` test images. */
export async function subjectsOf(context: StudyContext, images: number): Promise<Subjects> {
  const experiment = withBlocksOnly(context.experiment);
  const plans = residualPlans(experiment);
  const snapshots = (await context.snapshots()).filter(({ id }) =>
    experiment.lanes.some((lane) => lane.id === id),
  );
  const ablations = plans.map((plan, lane) =>
    plan.blocks.map((block, i) => ablate(block, snapshots[lane]?.gains[i] ?? 0)),
  );
  return { experiment, plans, snapshots, ablations, wanted: Math.min(images, context.data.test.count) };
}

/** Images classified rightly with sets of blocks deleted. */
export interface Tally {
  /** Of each lane, ascending; null where this lane is not asked. */
  readonly blocks: readonly (readonly number[] | null)[];
  readonly correct: number[];
}

export function tallyOf(blocks: Tally['blocks']): Tally {
  return { blocks, correct: blocks.map(() => 0) };
}

/**
 * Fills tallies. Images come in batches, and all sets of blocks are applied to one before the next: the inputs of all blocks
 * are then known, and a network is run only from its first deleted block on. Gives way after every network and set; work is
 * counted in images times blocks. `result` makes of the tallies what is shown, whenever all of them have counted the same
 * number of images, at first 0.
 */
export async function* countRight<R>(
  tallies: readonly Tally[],
  { experiment, plans, snapshots, ablations, wanted }: Subjects,
  { data }: StudyContext,
  result: (images: number) => R,
): StudyRun<R> {
  const size = Math.min(LARGEST_BATCH, wanted, ...plans.map((plan) => imagesPerTurn(plan, LARGEST_BATCH)));
  const costOf = ({ blocks }: Tally, lane: number): number => {
    const own = blocks[lane] ?? null;
    // A network is run from its first deleted block on; the intact one from the beginning.
    return own === null ? 0 : (plans[lane]?.blocks.length ?? 0) + 1 - (own[0] ?? 0);
  };
  const perImage = tallies.flatMap((one) => plans.map((_, lane) => costOf(one, lane)));
  const total = wanted * perImage.reduce((sum, each) => sum + each, 0);
  let done = 0;
  let images = 0;
  let counted = result(0);
  for (const { images: batch, labels } of testBatches(data, wanted, size)) {
    try {
      for (const [lane, plan] of plans.entries()) {
        const snapshot = snapshots[lane];
        if (snapshot === undefined) continue;
        const network = new Trained(plan, snapshot);
        try {
          network.enter(batch);
          for (const one of tallies) {
            const missing = one.blocks[lane] ?? null;
            if (missing === null) continue;
            const logits = await network.logits(missing, ablations[lane] ?? []);
            const { correct } = scoreLogits(logits, labels, plan.classes, experiment.loss);
            one.correct[lane] = (one.correct[lane] ?? 0) + correct;
            done += labels.length * costOf(one, lane);
            yield { done, total, result: counted };
          }
        } finally {
          network.dispose();
        }
      }
    } finally {
      batch.dispose();
    }
    images += labels.length;
    counted = result(images);
    yield { done, total, result: counted };
  }
}

/** A block that a network does not have, or that cannot be deleted, makes its answer null. */
export async function* study(
  request: RequestOf<'ablation'>,
  context: StudyContext,
): StudyRun<AblationResult> {
  const subjects = await subjectsOf(context, request.images);
  const { snapshots, ablations, plans, wanted } = subjects;
  const chance =
    Math.max(...countClasses(context.data, context.data.test.labels.subarray(0, wanted))) / wanted;
  const blocks = [...new Set(request.blocks)].toSorted((a, b) => a - b);
  const intact = tallyOf(plans.map(() => []));
  const ablated = tallyOf(
    ablations.map((own) => (blocks.every((block) => (own[block] ?? null) !== null) ? blocks : null)),
  );
  const result = (images: number): AblationResult => {
    const accuracy = ({ correct }: Tally, lane: number): number => (correct[lane] ?? 0) / images;
    return {
      kind: 'ablation',
      lanes: snapshots.map(({ id }) => id),
      step: context.step,
      images,
      wanted,
      chance,
      blocks,
      intact: plans.map((_, lane) => accuracy(intact, lane)),
      ablated: ablated.blocks.map((own, lane) => (own === null ? null : accuracy(ablated, lane))),
    };
  };
  yield* countRight([intact, ablated], subjects, context, result);
}
