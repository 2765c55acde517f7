/**
 * `experiment.json`: all that `train.py` has to know of a run besides its networks, weights and images. What the page decides by
 * more than looking a setting up (gains after each switch, what drops where) is written out, so that Python need not decide it again.
 */
import type { ImageShape } from '../architecture/layer';
import { nodesOfBlock, visit, type LanePlan, type PlanNode } from '../architecture/nodes';
import type { ExperimentConfig, LaneConfig } from '../config/schema';
import { gainsAfter } from '../config/switches';
import { TEST_IMAGES } from '../contract/metrics';

/** The images that a run needs, beside their file. */
export interface ProjectImages {
  readonly name: string;
  /** Names, in the order of labels. */
  readonly classes: readonly string[];
  /** What names a reader's own set; null of one that the page has for everybody. */
  readonly hash: string | null;
}

export interface ExperimentFacts {
  readonly config: ExperimentConfig;
  readonly link: string;
  /** Of the lanes, in their order. */
  readonly plans: readonly LanePlan[];
  /** Steps that are repeated where nothing else is asked for. */
  readonly steps: number;
  /** Updates that made the weights of now. */
  readonly step: number;
  readonly images: ProjectImages;
}

/** A module of `model.py` that is random in training, and the stream that it is drawn by. */
interface NoiseEntry {
  readonly module: string;
  readonly stream: string;
  /** Share of values that `drop` sets to 0, or the chance of a branch to survive. */
  readonly kind: 'dropout' | 'depth';
  readonly share: number;
  /** Height, width and channels of an image that was flattened right before: numbers are drawn in that order. */
  readonly flattened?: readonly [height: number, width: number, channels: number];
}

/** The text of the file. */
export function experimentJson({ config, link, plans, steps, step, images }: ExperimentFacts): string {
  const { optimiser, schedule, loss, augmentation, seeds, rates } = config;
  const [plan] = plans;
  const content = {
    link,
    steps,
    start: step,
    data: {
      name: images.name,
      hash: images.hash,
      classes: images.classes,
      height: plan?.input.height,
      width: plan?.input.width,
      channels: plan?.input.channels,
      test_images: TEST_IMAGES,
    },
    seed: seeds.order,
    batch_size: config.batchSize,
    test_interval: config.testInterval,
    augmentation,
    loss,
    optimiser: {
      kind: optimiser.kind,
      rate: optimiser.learningRate,
      momentum: optimiser.momentum,
      nesterov: optimiser.nesterov,
      beta1: optimiser.beta1,
      beta2: optimiser.beta2,
      alpha: optimiser.smoothing,
      decay: optimiser.weightDecay,
      decays_all: optimiser.decaysAll,
      clip: optimiser.clip,
    },
    schedule: {
      kind: schedule.kind,
      period: schedule.period,
      factor: schedule.factor,
      warm_up: schedule.warmUp,
      momentum_cycle: schedule.momentumCycle,
    },
    rates,
    lanes: config.lanes.map((lane, i) => laneOf(config, lane, plans[i])),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function laneOf({ timeline }: ExperimentConfig, { id, gains }: LaneConfig, plan: LanePlan | undefined) {
  let now = gains;
  const switches = timeline
    .filter(({ lane }) => lane === id)
    .map((event) => ({ step: event.step, gains: (now = gainsAfter(now, event)) }));
  return {
    id,
    blocks: plan?.blocks.map(({ name }) => name) ?? [],
    gains,
    switches,
    layers: plan?.layers.map(({ name }) => name) ?? [],
    noise: plan === undefined ? [] : noiseOf(plan.nodes),
  };
}

/** Everything that is random in a network. */
function noiseOf(nodes: readonly PlanNode[]): readonly NoiseEntry[] {
  let image: ImageShape | null = null;
  return nodes.flatMap((node) => {
    if (node.kind === 'vector') image = node.by === 'flatten' ? node.input : null;
    if (node.kind === 'dense') image = null;
    const found = visit<PlanNode, readonly NoiseEntry[]>(node, {
      block: ({ block }) => noiseOf(nodesOfBlock(block)),
      concatenation: (joined) => noiseOf(joined.nodes),
      scale: ({ name, survival }) =>
        survival === 1 ? [] : [{ module: name, stream: name, kind: 'depth', share: survival }],
      drop: ({ name, share }) => (share === 0 ? [] : [dropoutOf(name, share, image)]),
    });
    return found ?? [];
  });
}

function dropoutOf(name: string, share: number, image: ImageShape | null): NoiseEntry {
  return {
    module: name.replace('.shortcut.dropout', '.shortcut_dropout'),
    stream: name,
    kind: 'dropout',
    share,
    ...(image && { flattened: [image.height, image.width, image.channels] as const }),
  };
}
