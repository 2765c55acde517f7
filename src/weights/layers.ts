/** Layers in a printed list of modules: what they are, and their numbers. */
import type { ActivationName } from '../config/activations';
import type { NormKind } from '../config/schema';
import type { Gap } from './gaps';
import { numberOf, type Module } from './modules';

const CONV = /^(?:Conv2d|StdConv2d|ScaledStdConv2d|Conv2dSame)$/;
const NORM = /(?:BatchNorm2d|BatchNormAct2d|GroupNorm|GroupNormAct|LayerNorm|LayerNorm2d|InstanceNorm2d)$/;
const ACTIVATION_TYPES: Readonly<Record<string, ActivationName>> = {
  ReLU: 'relu',
  LeakyReLU: 'leaky-relu',
  ELU: 'elu',
  GELU: 'gelu',
  SiLU: 'silu',
  Swish: 'silu',
  Mish: 'mish',
  Hardswish: 'hard-swish',
  Tanh: 'tanh',
  Sigmoid: 'sigmoid',
};

export const isConv = ({ type }: Module): boolean => CONV.test(type);
export const isNorm = ({ type }: Module): boolean => NORM.test(type);

export interface Convolution {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly groups: number;
  readonly dilation: number;
  readonly line: number;
}

/** A convolution's numbers; null where they are not printed. */
export function convolutionOf(module: Module): Convolution | null {
  if (!isConv(module)) return null;
  const [input, output] = [numberOf(module, 'in_channels', 0), numberOf(module, 'out_channels', 1)];
  const kernel = numberOf(module, 'kernel_size', 2);
  if (input === null || output === null || kernel === null || input < 1 || output < 1) return null;
  return {
    input,
    output,
    kernel,
    stride: numberOf(module, 'stride') ?? 1,
    groups: numberOf(module, 'groups') ?? 1,
    dilation: numberOf(module, 'dilation') ?? 1,
    line: module.line,
  };
}

/** Channels of a norm. */
export function channelsOf(norm: Module): number | null {
  return /GroupNorm/.test(norm.type) ? numberOf(norm, 'num_channels', 1) : numberOf(norm, 'num_features', 0);
}

export function normOf(modules: readonly Module[], gaps: Gap[]): { norm: NormKind; normGroups?: number } {
  const norm = modules.find(isNorm);
  if (norm === undefined) return { norm: 'none' };
  if (norm.type.startsWith('GroupNorm')) {
    const groups = numberOf(norm, 'num_groups', 0) ?? 1;
    return groups === 1 ? { norm: 'layer' } : { norm: 'group', normGroups: groups };
  }
  if (norm.type.startsWith('LayerNorm')) return { norm: 'layer' };
  if (norm.type.startsWith('InstanceNorm'))
    gaps.push({ kind: 'norm', given: norm.type, used: 'BatchNorm2d', line: norm.line });
  return { norm: 'batch' };
}

/** The activation of a network; where none is printed, ReLU, which is told. */
export function activationOf(modules: readonly Module[], gaps: Gap[]): ActivationName {
  const printed = modules.find(({ type }) => Object.hasOwn(ACTIVATION_TYPES, type));
  if (printed !== undefined) return ACTIVATION_TYPES[printed.type] ?? 'relu';
  const other = modules.find(({ type }) => /(?:LU|ish|Softplus|Sigmoid|Tanh)\d?$/.test(type));
  if (other !== undefined)
    gaps.push({ kind: 'activation', given: other.type, used: 'ReLU', line: other.line });
  else gaps.push({ kind: 'assumed-activation', given: 'ReLU', used: 'ReLU', line: null });
  return 'relu';
}

/** Whether a module is an activation that networks here can have. */
export function isActivation({ type }: Module): boolean {
  return Object.hasOwn(ACTIVATION_TYPES, type);
}
