/**
 * The language of plans: what a network computes, step by step, as nodes in the order of the forward pass. Every module has a
 * node of its own, under PyTorch's name; what reads a plan walks them: the forward pass, formulas, the float64 definition of
 * the tests, memory, fault finder and studies. What may run in one pass is found by `fuse.ts`.
 */
import type { ClassicConfig, ClassicName, PoolKind } from '../config/classic';
import type { ActivationName } from '../config/activations';
import type {
  BlockKind,
  HeadKind,
  InitialisationName,
  LayerOrder,
  NetworkConfig,
  NormKind,
  ShortcutGate,
} from '../config/schema';
import type { ImageShape, LayerPlan, NormPlan, ParameterPlan } from './layer';

/** A window that pools; padded positions count for nothing. */
export interface PoolWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

export interface PoolNode {
  readonly kind: 'pool';
  readonly pool: PoolKind;
  readonly window: PoolWindow;
  readonly input: ImageShape;
  readonly output: ImageShape;
}

export type PlanNode =
  /** With its bias, where it has one. `ofImages`: what it reads are the images. */
  | { readonly kind: 'convolution'; readonly layer: LayerPlan; readonly ofImages: boolean }
  | { readonly kind: 'norm'; readonly norm: NormPlan }
  | { readonly kind: 'activation'; readonly activation: ActivationName }
  /** Plus a learned number: Fixup's, of which a convolution has two, `a` in front of it and `b` behind it or its activation. */
  | {
      readonly kind: 'shift';
      readonly name: string;
      readonly of: { readonly letter: 'a' | 'b'; readonly layer: LayerPlan } | null;
    }
  /** Times a learned number: Fixup's factor of a branch's last convolution. */
  | { readonly kind: 'factor'; readonly name: string }
  /** Times a learned number: SkipInit's, of a whole branch. */
  | { readonly kind: 'gain'; readonly name: string }
  /** Times a constant; in training a branch survives with a chance, and is then divided by it, or it is 0 (Huang 2016). */
  | {
      readonly kind: 'scale';
      readonly factor: number;
      readonly survival: number;
      readonly block: number;
      readonly name: string;
    }
  /** Hu 2018: every channel times sigmoid(fc2(relu(fc1(its means)))). */
  | { readonly kind: 'excitation'; readonly layers: readonly [LayerPlan, LayerPlan] }
  /** A share of the values is set to 0 in training, and the rest divided by its own share. */
  | { readonly kind: 'drop'; readonly share: number; readonly name: string }
  /** The branch times 1 − gain · (1 − g) of the block's gate g. */
  | { readonly kind: 'gate' }
  /** Plus the block's shortcut times its gain. */
  | { readonly kind: 'addition' }
  /** Every `stride`-th row and column, and zeros for new channels: He 2015, option A. */
  | { readonly kind: 'subsampling'; readonly stride: number; readonly channels: number }
  | PoolNode
  /** From images to vectors: the mean over the positions, or all of them in a row. */
  | { readonly kind: 'vector'; readonly by: HeadKind; readonly input: ImageShape }
  | { readonly kind: 'dense'; readonly layer: LayerPlan }
  /** The channels of x, and behind them those of what the nodes make of x. */
  | {
      readonly kind: 'concatenation';
      readonly name: string;
      readonly nodes: readonly PlanNode[];
      readonly output: ImageShape;
    }
  | { readonly kind: 'block'; readonly block: BlockPlan }
  /** What a branch is that was deleted. */
  | { readonly kind: 'zeros'; readonly output: ImageShape }
  /** Computes nothing: what is here is what instruments show of this layer. */
  | { readonly kind: 'probe'; readonly layer: string };

type Visitor<N extends { readonly kind: string }, T> = {
  readonly [K in N['kind']]?: (node: Extract<N, { readonly kind: K }>) => T;
};

/** What the function for a node's kind makes of it; undefined where there is none. */
export function visit<N extends { readonly kind: string }, T>(
  node: N,
  visitor: Visitor<N, T>,
): T | undefined {
  const kind = node.kind as N['kind'];
  return visitor[kind]?.(node as Extract<N, { readonly kind: typeof kind }>);
}

export type ShortcutForm = 'identity' | 'zero-padding' | 'projection';

/**
 * A residual block: ending(branch(o) + gain · shortcut(x)) with o = opening(x), or shortcut(o), where the shortcut reads what
 * the branch does.
 */
export interface BlockNodes {
  readonly opening: readonly PlanNode[];
  /** From the first convolution to what is added. */
  readonly branch: readonly PlanNode[];
  readonly shortcut: readonly PlanNode[];
  readonly shortcutReads: 'input' | 'opening';
  /** The gate g, of the block's input: the shortcut is multiplied by 1 − g. Null where it is not gated. */
  readonly gate: readonly PlanNode[] | null;
  /** Behind the addition. */
  readonly ending: readonly PlanNode[];
}

export interface BlockPlan {
  readonly index: number;
  /** PyTorch's module name: `layer1.0`. */
  readonly name: string;
  readonly stage: number;
  readonly kind: BlockKind;
  readonly order: LayerOrder;
  readonly input: ImageShape;
  readonly output: ImageShape;
  readonly stride: number;
  readonly shortcut: ShortcutForm;
  /** What it computes; the layers named below are those of these nodes. */
  readonly nodes: BlockNodes;
  /** The convolutions of the branch, in order: two of a basic block, three of a bottleneck. */
  readonly branch: readonly LayerPlan[];
  readonly projection: LayerPlan | null;
  /** How the shortcut is gated, and by which 1×1 convolution. */
  readonly gate: { readonly kind: Exclude<ShortcutGate, 'none'>; readonly layer: LayerPlan } | null;
  /** The two dense layers of squeeze-and-excitation. */
  readonly excitation: readonly [LayerPlan, LayerPlan] | null;
  /** Constant factor of the branch. */
  readonly branchScale: number;
  /** Share of values dropped in front of the branch's last convolution, and from the shortcut, while training. */
  readonly dropout: number;
  readonly shortcutDropout: number;
  /** Chance of the branch to stay in a training step. */
  readonly survival: number;
  readonly parameterCount: number;
  readonly multiplyAdds: number;
  readonly parameters: readonly ParameterPlan[];
}

/** How filters get their initial values. */
export type InitialisationPlan = Pick<
  NetworkConfig,
  'initialisation' | 'initDistribution' | 'initFan' | 'initDeviation' | 'gateBias'
>;

/** What the plans of all networks have. */
interface Plan {
  readonly input: ImageShape;
  readonly classes: number;
  readonly norm: NormKind;
  readonly activation: ActivationName;
  readonly initialisation: InitialisationName;
  readonly init: InitialisationPlan;
  /** From images to logits. */
  readonly nodes: readonly PlanNode[];
  /** Its residual blocks. */
  readonly blocks: readonly BlockPlan[];
  /** Layers of the main line from input to output; a block's projection follows its branch. */
  readonly layers: readonly LayerPlan[];
  /** Every norm, in the order of the forward pass. */
  readonly norms: readonly NormPlan[];
  readonly parameters: readonly ParameterPlan[];
  readonly parameterCount: number;
  readonly multiplyAdds: number;
}

/** A network of residual blocks. */
export interface NetworkPlan extends Plan {
  readonly stem: LayerPlan;
  readonly head: HeadKind;
  readonly dense: LayerPlan;
}

/** A network without: nothing of it can be skipped. */
export interface ClassicPlan extends Plan {
  readonly classic: ClassicName;
  readonly config: ClassicConfig;
  /** Numbers of an image that a training step holds beside the outputs of the layers. */
  readonly beside: number;
}

/** What the network of a lane is, whatever its kind. */
export type LanePlan = NetworkPlan | ClassicPlan;

/** Whether a network is none of residual blocks. */
export function isClassicPlan(plan: LanePlan): plan is ClassicPlan {
  return 'classic' in plan;
}

/** All nodes of a block. */
export function nodesOfBlock({ nodes }: BlockPlan): readonly PlanNode[] {
  const { opening, branch, shortcut, gate, ending } = nodes;
  return [...opening, ...branch, ...shortcut, ...(gate ?? []), ...ending];
}

/** What stands in front of the first residual block, and what behind the last. */
export function endsOf({ nodes, blocks }: LanePlan): Record<'stem' | 'head', readonly PlanNode[]> {
  const first = nodes.findIndex(({ kind }) => kind === 'block');
  const start = first < 0 ? nodes.findIndex(({ kind }) => kind === 'probe') + 1 : first;
  return { stem: nodes.slice(0, start), head: nodes.slice(start + blocks.length) };
}

/**
 * The parameters that a gradient reaches only where a skip connection is on: by name, the index of the block whose shortcut leads to them: those of its projection, of the projection's norm and of its
 * gate. With a gain of 0 nothing flows back to them, and no step may move them.
 */
export function shortcutParameters(plan: LanePlan): ReadonlyMap<string, number> {
  return new Map(
    plan.blocks.flatMap(({ index, projection, gate }) =>
      [projection, gate?.layer ?? null].flatMap((layer) =>
        (layer?.parameters ?? []).map(({ name }): [string, number] => [name, index]),
      ),
    ),
  );
}

/** Nodes of a network in stretches, each to the end of a layer, a block or a concatenation, after which it is called. */
export function stretchesOf(
  nodes: readonly PlanNode[],
): { readonly layer: string; readonly nodes: readonly PlanNode[] }[] {
  let open: PlanNode[] = [];
  return nodes.flatMap((node) => {
    open.push(node);
    const layer = nameOf(node);
    if (layer === null) return [];
    const stretch = { layer, nodes: open };
    open = [];
    return [stretch];
  });
}

/** Name of what ends with a node; null where nothing does. */
function nameOf(node: PlanNode): string | null {
  if (node.kind === 'probe') return node.layer;
  if (node.kind === 'block') return node.block.name;
  return node.kind === 'concatenation' ? node.name : null;
}
