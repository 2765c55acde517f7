/** Modules of `torch.nn` as a plan's nodes need them. Sizes are Python expressions: numbers, or names of arguments. */
import type { ActivationName } from '../../config/activations';
import { gcd, type LayerPlan, type NormPlan } from '../../architecture/layer';
import type { LanePlan, PoolNode } from '../../architecture/nodes';
import type { Call } from './source';

/** What decides an `nn.Conv2d`. */
export interface ConvolutionText {
  readonly inputs: string;
  readonly outputs: string;
  readonly kernel: string;
  readonly stride: string;
  readonly dilation: string;
  readonly groups: string;
  readonly bias: boolean;
  /** Where absent, what keeps the side at stride 1. */
  readonly padding?: string;
}

const isNumber = (expression: string): boolean => /^\d+$/.test(expression);

/** dilation · ⌊kernel / 2⌋. */
function paddingOf(kernel: string, dilation: string): string {
  const half = isNumber(kernel) ? String(Number(kernel) >> 1) : `kernel // 2`;
  if (half === '0' || dilation === '1') return half;
  if (half === '1') return dilation;
  if (isNumber(half) && isNumber(dilation)) return String(Number(half) * Number(dilation));
  return isNumber(half) ? `${half} * ${dilation}` : `${dilation} * (${half})`;
}

/** An argument by name, where it is not what PyTorch takes anyway. */
function named(name: string, value: string, usual: string): string[] {
  return value === usual ? [] : [`${name}=${value}`];
}

export function convolutionCall(text: ConvolutionText): Call {
  const { inputs, outputs, kernel, stride, dilation, groups, bias } = text;
  const padding = text.padding ?? paddingOf(kernel, dilation);
  const args = [
    inputs,
    outputs,
    kernel,
    ...named('stride', stride, '1'),
    ...named('padding', padding, '0'),
    ...named('dilation', dilation, '1'),
    ...named('groups', groups, '1'),
    ...(bias ? [] : ['bias=False']),
  ];
  return { callee: 'nn.Conv2d', args };
}

/** A layer of the plan, all in numbers. */
export function layerText(layer: LayerPlan): ConvolutionText {
  return {
    inputs: String(layer.input.channels),
    outputs: String(layer.output.channels),
    kernel: String(layer.kernel),
    stride: String(layer.stride),
    padding: String(layer.padding),
    dilation: String(layer.dilation),
    groups: String(layer.groups),
    bias: layer.bias,
  };
}

export function linearCall({ input, output }: LayerPlan): Call {
  return { callee: 'nn.Linear', args: [String(input.channels), String(output.channels)] };
}

/** How the norms of a network are written, from an expression of their channels. */
export type NormWriter = (channels: string) => Call;

/** Of a plan whose group norms have as many groups as divide their channels, all of one number. */
export function normWriter({ norms }: Pick<LanePlan, 'norms'>): NormWriter {
  const groups = norms.flatMap((norm) => norm.groups ?? []);
  if (groups.length === 0) return (channels) => ({ callee: 'nn.BatchNorm2d', args: [channels] });
  // gcd(the number, channels) of every norm divides the number, so that their least common multiple will do for it.
  const number = groups.reduce((multiple, each) => (multiple / gcd(multiple, each)) * each, 1);
  const isOne = groups.every((each) => each === number);
  return (channels) => {
    const count = isNumber(channels)
      ? String(gcd(number, Number(channels)))
      : `math.gcd(${number}, ${channels})`;
    return { callee: 'nn.GroupNorm', args: [isOne ? String(number) : count, channels] };
  };
}

export function channelsOf({ shape }: NormPlan): string {
  return String(shape.channels);
}

/** A module for each activation, and the attribute that it is; all have PyTorch's own defaults. */
const ACTIVATION_MODULES: Readonly<
  Record<ActivationName, readonly [attribute: string, module: string] | null>
> = {
  relu: ['relu', 'nn.ReLU()'],
  'leaky-relu': ['leaky_relu', 'nn.LeakyReLU()'],
  elu: ['elu', 'nn.ELU()'],
  gelu: ['gelu', 'nn.GELU()'],
  silu: ['silu', 'nn.SiLU()'],
  mish: ['mish', 'nn.Mish()'],
  'hard-swish': ['hardswish', 'nn.Hardswish()'],
  tanh: ['tanh', 'nn.Tanh()'],
  sigmoid: ['sigmoid', 'nn.Sigmoid()'],
  linear: null,
};

/** Null for the linear one, which is none. */
export function activationOf(
  activation: ActivationName,
): { readonly attribute: string; readonly module: string } | null {
  const found = ACTIVATION_MODULES[activation];
  return found && { attribute: found[0], module: found[1] };
}

/** The attribute that a pool is. */
export function poolAttribute({ pool }: Pick<PoolNode, 'pool'>): string {
  return pool === 'max' ? 'maxpool' : 'avgpool';
}

export function poolCall({
  pool,
  window: { kernel, stride, padding },
}: Pick<PoolNode, 'pool' | 'window'>): Call {
  const args = [
    String(kernel),
    ...named('stride', String(stride), String(kernel)),
    ...named('padding', String(padding), '0'),
  ];
  if (pool === 'max') return { callee: 'nn.MaxPool2d', args };
  const counted = padding === 0 ? [] : ['count_include_pad=False'];
  return { callee: 'nn.AvgPool2d', args: [...args, ...counted] };
}
