/**
 * From a network's config to a plan of its layers: names, shapes, parameters, cost and receptive field. Pure: the
 * diagram, the cost display and the network itself all read the same plan, so none can disagree with another.
 * Parameters carry PyTorch's names (`layer2.0.conv1.weight`); their layouts are TensorFlow's.
 */
import type { ActivationName, InitialisationName, NetworkConfig, NormKind } from '../config/schema';

/** Of one image: no batch dimension. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export type ParameterRole = 'filter' | 'bias' | 'scale' | 'shift' | 'dense';

export interface ParameterPlan {
  readonly name: string;
  /** Filters are [kernel, kernel, in, out], dense weights [in, out], the rest [channels]. */
  readonly shape: readonly number[];
  readonly role: ParameterRole;
  readonly fanIn: number;
  readonly fanOut: number;
}

/** A layer that has weights: a convolution (with the norm behind it) or the dense layer. */
export interface LayerPlan {
  /** PyTorch's module name: `conv1`, `layer1.0.conv2`, `layer2.0.downsample.0`, `fc`. */
  readonly name: string;
  readonly kind: 'conv' | 'projection' | 'dense';
  /** Index of the block it belongs to; null for stem and head. */
  readonly block: number | null;
  readonly input: ImageShape;
  readonly output: ImageShape;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  /** Name of the norm behind it (`bn1`), or null: then it has a bias. */
  readonly norm: string | null;
  readonly parameterCount: number;
  /** Multiply-adds of the forward pass for one image. */
  readonly multiplyAdds: number;
  /** Side, in input pixels, of what one output position can see along the main line. */
  readonly receptiveField: number;
}

export type ShortcutForm = 'identity' | 'zero-padding' | 'projection';

export interface BlockPlan {
  readonly index: number;
  /** PyTorch's module name: `layer1.0`. */
  readonly name: string;
  readonly stage: number;
  readonly input: ImageShape;
  readonly output: ImageShape;
  readonly stride: number;
  readonly shortcut: ShortcutForm;
  /** The two convolutions of the branch, in order. */
  readonly branch: readonly [LayerPlan, LayerPlan];
  readonly projection: LayerPlan | null;
}

export interface NetworkPlan {
  readonly input: ImageShape;
  readonly classes: number;
  readonly norm: NormKind;
  readonly activation: ActivationName;
  readonly initialisation: InitialisationName;
  readonly stem: LayerPlan;
  readonly blocks: readonly BlockPlan[];
  readonly dense: LayerPlan;
  /** Every layer with weights, from input to output; a block's projection follows its branch. */
  readonly layers: readonly LayerPlan[];
  readonly parameters: readonly ParameterPlan[];
  readonly parameterCount: number;
  readonly multiplyAdds: number;
}

/** What decides a convolution; `entry` is the receptive field of its input. */
interface ConvolutionSpec {
  readonly name: string;
  readonly kind: 'conv' | 'projection';
  readonly block: number | null;
  readonly input: ImageShape;
  readonly channels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly norm: string | null;
  readonly entry: Field;
}

function convolution({ entry, channels, ...spec }: ConvolutionSpec): LayerPlan {
  const { kernel, stride, input } = spec;
  const padding = kernel >> 1;
  const side = (length: number): number => Math.floor((length + 2 * padding - kernel) / stride) + 1;
  const output = { height: side(input.height), width: side(input.width), channels };
  const weights = kernel * kernel * input.channels * channels;
  return {
    ...spec,
    output,
    padding,
    parameterCount: weights + (spec.norm === null ? channels : 2 * channels),
    multiplyAdds: output.height * output.width * weights,
    receptiveField: grow(entry, kernel, stride).size,
  };
}

/** Receptive field of a position: its side, and the distance between neighbouring positions, in input pixels. */
interface Field {
  readonly size: number;
  readonly jump: number;
}

function grow(field: Field, kernel: number, stride: number): Field {
  return { size: field.size + (kernel - 1) * field.jump, jump: field.jump * stride };
}

function parametersOf(layer: LayerPlan): ParameterPlan[] {
  const { channels } = layer.output;
  if (layer.kind === 'dense') {
    const fans = { fanIn: layer.input.channels, fanOut: channels };
    return [
      { name: `${layer.name}.weight`, shape: [layer.input.channels, channels], role: 'dense', ...fans },
      { name: `${layer.name}.bias`, shape: [channels], role: 'bias', ...fans },
    ];
  }
  const area = layer.kernel * layer.kernel;
  const fans = { fanIn: area * layer.input.channels, fanOut: area * channels };
  const shape = [layer.kernel, layer.kernel, layer.input.channels, channels];
  const filter: ParameterPlan = { name: `${layer.name}.weight`, shape, role: 'filter', ...fans };
  if (layer.norm === null) {
    return [filter, { name: `${layer.name}.bias`, shape: [channels], role: 'bias', ...fans }];
  }
  return [
    filter,
    { name: `${layer.norm}.weight`, shape: [channels], role: 'scale', ...fans },
    { name: `${layer.norm}.bias`, shape: [channels], role: 'shift', ...fans },
  ];
}

/**
 * Plans a network of basic residual blocks (He 2015, CIFAR layout: 3×3 stem, stages, global average pooling, dense).
 * The same plan serves a plain network: its skip gains are 0.
 */
export function planNetwork(network: NetworkConfig, input: ImageShape, classes: number): NetworkPlan {
  const normed = (name: string): string | null => (network.norm === 'none' ? null : name);
  const pixel: Field = { size: 1, jump: 1 };
  const stem = convolution({
    name: 'conv1',
    kind: 'conv',
    block: null,
    input,
    channels: network.stemWidth,
    kernel: 3,
    stride: 1,
    norm: normed('bn1'),
    entry: pixel,
  });
  let field = grow(pixel, 3, 1);
  let shape = stem.output;
  const blocks: BlockPlan[] = [];
  network.stages.forEach((stage, stageIndex) => {
    for (let i = 0; i < stage.blocks; i++) {
      const stride = i === 0 ? stage.stride : 1;
      const block = planBlock(
        `layer${stageIndex + 1}.${i}`,
        blocks.length,
        stageIndex,
        shape,
        stage.width,
        stride,
        field,
      );
      blocks.push(block);
      shape = block.output;
      field = grow(grow(field, 3, stride), 3, 1);
    }
  });

  function planBlock(
    name: string,
    index: number,
    stage: number,
    input: ImageShape,
    channels: number,
    stride: number,
    entry: Field,
  ): BlockPlan {
    const common = { block: index, channels };
    const first = convolution({
      ...common,
      name: `${name}.conv1`,
      kind: 'conv',
      input,
      kernel: 3,
      stride,
      norm: normed(`${name}.bn1`),
      entry,
    });
    const second = convolution({
      ...common,
      name: `${name}.conv2`,
      kind: 'conv',
      input: first.output,
      kernel: 3,
      stride: 1,
      norm: normed(`${name}.bn2`),
      entry: grow(entry, 3, stride),
    });
    const changed = stride !== 1 || input.channels !== channels;
    const shortcut = !changed ? 'identity' : network.shortcut === 'A' ? 'zero-padding' : 'projection';
    const projection =
      shortcut !== 'projection'
        ? null
        : convolution({
            ...common,
            name: `${name}.downsample.0`,
            kind: 'projection',
            input,
            kernel: 1,
            stride,
            norm: normed(`${name}.downsample.1`),
            entry,
          });
    return {
      index,
      name,
      stage,
      input,
      output: second.output,
      stride,
      shortcut,
      branch: [first, second],
      projection,
    };
  }
  const dense: LayerPlan = {
    name: 'fc',
    kind: 'dense',
    block: null,
    input: { height: 1, width: 1, channels: shape.channels },
    output: { height: 1, width: 1, channels: classes },
    kernel: 1,
    stride: 1,
    padding: 0,
    norm: null,
    parameterCount: shape.channels * classes + classes,
    multiplyAdds: shape.channels * classes,
    receptiveField: field.size + (Math.max(shape.height, shape.width) - 1) * field.jump,
  };
  const layers = [
    stem,
    ...blocks.flatMap((block) =>
      block.projection === null ? block.branch : [...block.branch, block.projection],
    ),
    dense,
  ];
  return {
    input,
    classes,
    norm: network.norm,
    activation: network.activation,
    initialisation: network.initialisation,
    stem,
    blocks,
    dense,
    layers,
    parameters: layers.flatMap(parametersOf),
    parameterCount: layers.reduce((sum, layer) => sum + layer.parameterCount, 0),
    multiplyAdds: layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0),
  };
}

/** Depth as the papers count it: the weight layers on the longest path, projections aside. */
export function depthOf(plan: NetworkPlan): number {
  return plan.layers.filter((layer) => layer.kind !== 'projection').length;
}
