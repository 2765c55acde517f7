/** What a classic network is made of, from its input to its logits, and the plan of all of it. */
import type { ClassicConfig, ClassicName, PoolKind } from '../../config/classic';
import type { ActivationName } from '../../config/activations';
import type { InitialisationName, NormKind } from '../../config/schema';
import type { BlockPlan } from '../block';
import type { ImageShape, LayerPlan, NormPlan, ParameterPlan } from '../layer';
import type { InitialisationPlan } from '../plan';

/** A window that pools; padded positions count for nothing. */
export interface PoolWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

export type ClassicNode =
  /**
   * A convolution with its norm or bias. `filter` first: convolution, norm, activation where it is activated. `norm` first, as
   * in DenseNet: norm, activation, convolution.
   */
  | {
      readonly kind: 'conv';
      readonly layer: LayerPlan;
      readonly first: 'filter' | 'norm';
      readonly activated: boolean;
    }
  | {
      readonly kind: 'pool';
      readonly pool: PoolKind;
      readonly window: PoolWindow;
      readonly input: ImageShape;
      readonly output: ImageShape;
    }
  /** The channels of x, and behind them those of what the nodes make of x. */
  | {
      readonly kind: 'concat';
      readonly name: string;
      readonly nodes: readonly ClassicNode[];
      readonly output: ImageShape;
    }
  /** A norm, where there is one, and the activation. */
  | { readonly kind: 'tail'; readonly norm: NormPlan | null; readonly shape: ImageShape }
  /** From images to vectors: the mean over the positions, or all of them in a row. */
  | { readonly kind: 'vector'; readonly by: 'average' | 'flatten'; readonly input: ImageShape }
  | { readonly kind: 'dropout'; readonly name: string; readonly share: number }
  | { readonly kind: 'dense'; readonly layer: LayerPlan; readonly activated: boolean };

/** A network that is no residual one. What all plans have means the same here. */
export interface ClassicPlan {
  readonly classic: ClassicName;
  readonly config: ClassicConfig;
  readonly input: ImageShape;
  readonly classes: number;
  readonly norm: NormKind;
  readonly activation: ActivationName;
  readonly initialisation: InitialisationName;
  readonly init: InitialisationPlan;
  readonly nodes: readonly ClassicNode[];
  /** None: nothing here can be skipped. */
  readonly blocks: readonly BlockPlan[];
  readonly layers: readonly LayerPlan[];
  readonly norms: readonly NormPlan[];
  readonly parameters: readonly ParameterPlan[];
  readonly parameterCount: number;
  readonly multiplyAdds: number;
  /** Numbers of an image that a training step holds beside the outputs of the layers. */
  readonly beside: number;
}
