/**
 * What a network costs, in the numbers that budgets are of: from its plan, or, where none is made yet, from its blocks one by one,
 * and then of networks that are the beginnings of its stages, too.
 */
import {
  hasFixupScalars,
  STAGE_DEFAULTS,
  type BlockOverride,
  type NetworkConfig,
  type StageConfig,
} from '../config/schema';
import { branchOf, ORDERS, planBlock, shortcutForm, squeezedOf, type BlockPlace } from './block';
import {
  countOf,
  groupsOf,
  normParameters,
  outputOf,
  sizeOf,
  type Field,
  type ImageShape,
  type LayerPlan,
} from './layer';
import { eachKept, heldPerImage, keptOf, type Held } from './memory';
import { isClassicPlan, nodesOfBlock, type BlockPlan, type LanePlan, type PlanNode } from './nodes';
import { planHead, planStem } from './plan';

/** Of a lane. */
export interface Cost extends Held {
  /** Numbers of an image that a layer's output, or what stands beside it, holds while a network is trained. */
  readonly activations: number;
  /** Of the forward pass for one image. */
  readonly multiplyAdds: number;
}

const known = new WeakMap<LanePlan, Cost>();

/** Of a planned network. */
export function costOf(plan: LanePlan): Cost {
  let cost = known.get(plan);
  if (cost === undefined) {
    const { input, nodes, layers, blocks, parameterCount, multiplyAdds } = plan;
    const beside = isClassicPlan(plan)
      ? plan.beside
      : blocks.reduce((sum, block) => sum + besideOf(block), 0);
    cost = {
      activations: sizeOf(input) + outputsOf(layers) + beside,
      held: heldPerImage(keptOf(nodes, input), input),
      parameters: parameterCount,
      multiplyAdds,
    };
    known.set(plan, cost);
  }
  return cost;
}

function outputsOf(layers: readonly LayerPlan[]): number {
  return layers.reduce((sum, { output }) => sum + sizeOf(output), 0);
}

/** Gates, excitations, scaled branches and Fixup have tensors of a block's output size beside those of its layers. */
function besideOf(block: BlockPlan): number {
  const kinds = new Set(nodesOfBlock(block).map(({ kind }) => kind));
  const extras = [
    block.gate !== null,
    kinds.has('excitation'),
    block.branchScale !== 1 || kinds.has('gain'),
    kinds.has('shift'),
    block.order !== 'original',
  ];
  return extras.filter(Boolean).length * sizeOf(block.output);
}

/** Of a part of a network, with the shape of what comes out. */
interface PartCost {
  readonly activations: number;
  readonly kept: number;
  readonly largest: number;
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly output: ImageShape;
}

/**
 * What blocks have in common whatever their widths: how many images a step keeps that are of the size of the block's input, and
 * of the output of each convolution of its branch; how many tensors stand beside; and parameters that are single numbers.
 */
interface BlockKind {
  readonly kept: readonly number[];
  readonly beside: number;
  readonly scalars: number;
}

/** Decides no cost. */
const FIELD: Field = { size: 1, jump: 1 };

/** Costs of a network, and of those whose stages are beginnings of its own. Nothing is planned but a block of each kind. */
export class NetworkCosts {
  readonly #network: NetworkConfig;
  readonly #input: ImageShape;
  readonly #classes: number;
  readonly #stem: PartCost;
  readonly #overrides: ReadonlyMap<number, BlockOverride>;
  /** Index of the first block of each stage. */
  readonly #firsts: readonly number[];
  readonly #kinds = new Map<string, BlockKind>();

  constructor(network: NetworkConfig, input: ImageShape, classes: number) {
    this.#network = network;
    this.#input = input;
    this.#classes = classes;
    this.#overrides = new Map(network.overrides.map((override) => [override.block, override]));
    let first = 0;
    this.#firsts = network.stages.map(({ blocks }) => (first += blocks) - blocks);
    const { layer, nodes, output } = planStem(network, input);
    const { sum: kept, largest } = keptOf(nodes, input);
    const { multiplyAdds } = layer;
    const parameters = layer.parameterCount + shiftsOf(nodes);
    this.#stem = { activations: outputsOf([layer]), kept, largest, parameters, multiplyAdds, output };
  }

  /** @param counts Blocks of each stage, at most as many as the network has there: all, where they are not given. */
  of(counts: readonly number[] = this.#network.stages.map(({ blocks }) => blocks)): Cost {
    const total = counts.reduce((sum, count) => sum + count, 0);
    let whole = this.#stem;
    let index = 0;
    this.#network.stages.forEach((stage, stageIndex) => {
      const first = this.#firsts[stageIndex] ?? 0;
      for (let i = 0; i < (counts[stageIndex] ?? 0); i++) {
        const place = { index: index++, name: '', stage: stageIndex, first: i === 0, input: whole.output };
        const override = this.#overrides.get(first + i);
        whole = after(whole, this.#block(stage, override, { ...place, entry: FIELD }, total));
      }
    });
    whole = after(whole, this.#head(whole.output));
    const { activations, kept: sum, largest, parameters, multiplyAdds } = whole;
    const held = heldPerImage({ sum, largest }, this.#input);
    return { activations: sizeOf(this.#input) + activations, held, parameters, multiplyAdds };
  }

  #block(
    stage: StageConfig,
    override: BlockOverride | undefined,
    place: BlockPlace,
    total: number,
  ): PartCost {
    const network = this.#network;
    const { input } = place;
    const normFirst = ORDERS[network.order].opening.includes('norm');
    const stride = override?.stride ?? (place.first ? stage.stride : 1);
    const isNormed = network.norm !== 'none';
    const biased = isNormed || hasFixupScalars(network) ? 0 : 1;
    let [activations, parameters, multiplyAdds] = [0, 0, 0];
    let shape = input;
    const sizes = [sizeOf(input)];
    /** A convolution, with its bias and its norm. */
    const convolve = (
      from: ImageShape,
      to: ImageShape,
      area: number,
      groups: number,
      beside: number,
    ): void => {
      const filters = (area * from.channels * to.channels) / groups;
      parameters += filters + beside;
      multiplyAdds += to.height * to.width * filters;
    };
    for (const { groups, ...window } of branchOf(network, stage, override, stride)) {
      const output = outputOf({ ...window, input: shape });
      const normed = isNormed ? (normFirst ? shape : output).channels : 0;
      const own = groupsOf(groups, shape.channels, output.channels);
      convolve(shape, output, window.kernel * window.kernel, own, biased * output.channels + 2 * normed);
      shape = output;
      activations += sizeOf(output);
      sizes.push(sizeOf(output));
    }
    const form = shortcutForm(network, input, shape, stride);
    const { channels } = shape;
    if (form === 'projection') {
      activations += sizeOf(shape);
      const normed = isNormed && ORDERS[network.order].closing.includes('norm') ? channels : 0;
      convolve(input, shape, 1, 1, biased * channels + 2 * normed);
    }
    if (network.gate !== 'none') convolve(input, shape, 1, 1, channels);
    const reduction = stage.reduction ?? STAGE_DEFAULTS.reduction;
    if (reduction > 0) {
      const squeezed = squeezedOf(channels, reduction);
      parameters += 2 * channels * squeezed + squeezed + channels;
      multiplyAdds += 2 * channels * squeezed;
    }
    // Of a block's place among all, nothing counts but whether there is a chance that it is left out.
    const stays = 1 - ((place.index + 1) / total) * network.stochasticDepth === 1;
    const key = [override?.kind ?? network.block, form, reduction > 0, stays].join();
    const kind = this.#kinds.get(key) ?? kindOf(planBlock(network, stage, override, place, total).block);
    this.#kinds.set(key, kind);
    let [kept, largest] = [0, 0];
    kind.kept.forEach((times, i) => {
      const size = sizes[i] ?? 0;
      kept += times * size;
      if (times > 0) largest = Math.max(largest, size);
    });
    activations += kind.beside * sizeOf(shape);
    parameters += kind.scalars;
    return { activations, kept, largest, parameters, multiplyAdds, output: shape };
  }

  #head(input: ImageShape): PartCost {
    const { dense, norm, nodes } = planHead(this.#network, input, FIELD, this.#classes);
    const { sum: kept, largest } = keptOf(nodes, input);
    const norms = norm === null ? 0 : countOf(normParameters(norm));
    const parameters = dense.parameterCount + norms + shiftsOf(nodes);
    const { multiplyAdds, output } = dense;
    return { activations: outputsOf([dense]), kept, largest, parameters, multiplyAdds, output };
  }
}

function kindOf(block: BlockPlan): BlockKind {
  const { input, branch, projection, gate, excitation, output, parameterCount } = block;
  const kept = Array.from({ length: branch.length + 1 }, () => 0);
  eachKept([{ kind: 'block', block }], input, (shape, times) => {
    const layer = branch.findIndex((one) => one.output === shape);
    // What comes through the shortcut is as large as what comes out.
    const at = shape === input ? 0 : layer < 0 ? branch.length : layer + 1;
    kept[at] = (kept[at] ?? 0) + times;
  });
  const layers = [...branch, projection, gate?.layer ?? null, ...(excitation ?? [])];
  const scalars = layers.reduce((rest, layer) => rest - (layer?.parameterCount ?? 0), parameterCount);
  return { kept, beside: besideOf(block) / sizeOf(output), scalars };
}

/** Numbers of Fixup in front of activations and of the dense layer. */
function shiftsOf(nodes: readonly PlanNode[]): number {
  return nodes.filter(({ kind }) => kind === 'shift').length;
}

/** Of a part with the next one behind it. */
function after(part: PartCost, next: PartCost): PartCost {
  return {
    activations: part.activations + next.activations,
    kept: part.kept + next.kept,
    largest: Math.max(part.largest, next.largest),
    parameters: part.parameters + next.parameters,
    multiplyAdds: part.multiplyAdds + next.multiplyAdds,
    output: next.output,
  };
}
