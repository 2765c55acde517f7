/**
 * Plans of single layers: what a convolution or dense layer is, its shapes, its parameters and what it costs. Parameters
 * carry PyTorch's names (`layer2.0.conv1.weight`); their layouts are TensorFlow's.
 */

/** Of one image: no batch dimension. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Numbers of an image. */
export function sizeOf({ height, width, channels }: ImageShape): number {
  return height * width * channels;
}

/** `gain` is SkipInit's learned factor of a branch, `gate` the bias of a shortcut's gate. */
export type ParameterRole = 'filter' | 'bias' | 'scale' | 'shift' | 'dense' | 'gain' | 'gate';

export interface ParameterPlan {
  readonly name: string;
  /**
   * Filters are [kernel, kernel, in / groups, out], dense weights [in, out], gains and scalars of Fixup [1], the rest
   * [channels].
   */
  readonly shape: readonly number[];
  readonly role: ParameterRole;
  readonly fanIn: number;
  readonly fanOut: number;
  /** What the initial value is multiplied with; 1 where absent. */
  readonly factor?: number;
}

/** A norm and what it normalises. */
export interface NormPlan {
  /** PyTorch's module name: `bn1`, `layer1.0.bn2`, `bn_last`. */
  readonly name: string;
  readonly shape: ImageShape;
  /** Groups of a group norm; null for batch norm, which has running statistics instead. */
  readonly groups: number | null;
  /** What its scale starts at. */
  readonly start: number;
}

/** A layer that has weights: a convolution (with its norm), or a dense layer. */
export interface LayerPlan {
  /** PyTorch's module name: `conv1`, `layer1.0.conv2`, `layer2.0.downsample.0`, `fc`. */
  readonly name: string;
  /** Gates and excitations are dense or 1×1 layers beside a block's main line. */
  readonly kind: 'conv' | 'projection' | 'dense' | 'gate' | 'excitation';
  /** Index of the block it belongs to; null for stem and head. */
  readonly block: number | null;
  readonly input: ImageShape;
  readonly output: ImageShape;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  /** Channels are in so many groups, each of which sees only its own; always a divisor of both. */
  readonly groups: number;
  /** Name of its norm (`bn1`), or null. */
  readonly norm: string | null;
  /** The same norm: in front of the convolution in the order of pre-activation, else behind it. */
  readonly normPlan: NormPlan | null;
  readonly bias: boolean;
  /** Its own weights and bias, and those of its norm. */
  readonly parameterCount: number;
  /** Multiply-adds of the forward pass for one image. */
  readonly multiplyAdds: number;
  /** Side, in input pixels, of what one output position can see along the main line. */
  readonly receptiveField: number;
  /** Everything that `parameterCount` counts. */
  readonly parameters: readonly ParameterPlan[];
}

/** Receptive field of a position: its side, and the distance between neighbouring positions, in input pixels. */
export interface Field {
  readonly size: number;
  readonly jump: number;
}

/** The field behind a window of `kernel` taps. */
export function grow(field: Field, kernel: number, stride: number, dilation = 1): Field {
  return { size: field.size + (kernel - 1) * dilation * field.jump, jump: field.jump * stride };
}

export function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** What decides a convolution; `entry` is the receptive field of its input. */
export interface ConvolutionSpec {
  readonly name: string;
  readonly kind: LayerPlan['kind'];
  readonly block: number | null;
  readonly input: ImageShape;
  readonly channels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation?: number;
  readonly groups?: number;
  /** Where absent, what keeps the side at stride 1. */
  readonly padding?: number;
  readonly norm: NormPlan | null;
  readonly bias: boolean;
  readonly entry: Field;
  /** What its initial filter is multiplied with. */
  readonly factor?: number;
}

/** What decides the shape of what a window makes of an image. */
type WindowSpec = Pick<ConvolutionSpec, 'input' | 'channels' | 'kernel' | 'stride' | 'dilation' | 'padding'>;

function paddingOf({ kernel, dilation = 1, padding }: WindowSpec): number {
  return padding ?? dilation * (kernel >> 1);
}

/** Side of what a window leaves of a side. */
function reduced(length: number, spec: WindowSpec): number {
  const { kernel, stride, dilation = 1 } = spec;
  return Math.floor((length + 2 * paddingOf(spec) - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** Output of a convolution before it is planned: norms need it. */
export function outputOf(spec: WindowSpec): ImageShape {
  const { input, channels } = spec;
  return { height: reduced(input.height, spec), width: reduced(input.width, spec), channels };
}

/** Groups of a convolution: a divisor of its channels on both sides. */
export function groupsOf(wanted: number, inputs: number, outputs: number): number {
  return gcd(gcd(wanted, inputs), outputs);
}

export function convolution(spec: ConvolutionSpec): LayerPlan {
  const { name, kind, block, input, channels, kernel, stride, norm, bias, dilation = 1, factor = 1 } = spec;
  const groups = groupsOf(spec.groups ?? 1, input.channels, channels);
  const output = outputOf(spec);
  const area = kernel * kernel;
  const own = input.channels / groups;
  // PyTorch's fans: of a grouped filter, channels within the group in, all channels out.
  const fans = { fanIn: area * own, fanOut: area * channels };
  const parameters: ParameterPlan[] = [
    {
      name: `${name}.weight`,
      shape: [kernel, kernel, own, channels],
      role: 'filter',
      ...fans,
      ...(factor !== 1 && { factor }),
    },
  ];
  if (bias) {
    parameters.push({
      name: `${name}.bias`,
      shape: [channels],
      role: kind === 'gate' ? 'gate' : 'bias',
      ...fans,
    });
  }
  if (norm !== null) parameters.push(...normParameters(norm, fans));
  return {
    name,
    kind,
    block,
    input,
    output,
    kernel,
    stride,
    padding: paddingOf(spec),
    dilation,
    groups,
    norm: norm?.name ?? null,
    normPlan: norm,
    bias,
    parameterCount: countOf(parameters),
    multiplyAdds: output.height * output.width * area * own * channels,
    receptiveField: grow(spec.entry, kernel, stride, dilation).size,
    parameters,
  };
}

/** A dense layer from vectors of `inputs` numbers to such of `outputs`. */
export function denseLayer(
  name: string,
  kind: 'dense' | 'excitation',
  block: number | null,
  [inputs, outputs]: readonly [number, number],
  receptiveField: number,
  factor = 1,
): LayerPlan {
  const fans = { fanIn: inputs, fanOut: outputs };
  const parameters: ParameterPlan[] = [
    {
      name: `${name}.weight`,
      shape: [inputs, outputs],
      role: 'dense',
      ...fans,
      ...(factor !== 1 && { factor }),
    },
    { name: `${name}.bias`, shape: [outputs], role: 'bias', ...fans },
  ];
  return {
    name,
    kind,
    block,
    input: { height: 1, width: 1, channels: inputs },
    output: { height: 1, width: 1, channels: outputs },
    kernel: 1,
    stride: 1,
    padding: 0,
    dilation: 1,
    groups: 1,
    norm: null,
    normPlan: null,
    bias: true,
    parameterCount: countOf(parameters),
    multiplyAdds: inputs * outputs,
    receptiveField,
    parameters,
  };
}

/** Scale and shift of a norm. */
export function normParameters(
  { name, shape: { channels }, start }: NormPlan,
  fans: { readonly fanIn: number; readonly fanOut: number } = { fanIn: channels, fanOut: channels },
): ParameterPlan[] {
  const factor = start === 1 ? {} : { factor: start };
  return [
    { name: `${name}.weight`, shape: [channels], role: 'scale', ...fans, ...factor },
    { name: `${name}.bias`, shape: [channels], role: 'shift', ...fans },
  ];
}

/** A single learned number. */
export function scalarParameter(name: string, role: 'bias' | 'scale' | 'gain'): ParameterPlan {
  return { name, shape: [1], role, fanIn: 1, fanOut: 1 };
}

/** Numbers in parameters. */
export function countOf(parameters: readonly ParameterPlan[]): number {
  return parameters.reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 0);
}
