/** Ends of convolutions: norms, biases and scalars on the heap, each with the addition and the activation behind it. */
import type { EpiloguePass, NormOrBias } from '../../architecture/fuse';
import { sizeOf } from '../../architecture/layer';
import { keepsInput, type End } from '../../ops/simd/epilogue';
import type { Address } from '../../ops/simd/heap';
import type { Machine } from '../../ops/simd/machine';
import { SimdBias, SimdScalars } from '../../ops/simd/affine';
import { SimdBatchNorm, SimdGroupNorm } from '../../ops/simd/norms';
import type { Net } from './net';
import type { Tape, Value } from './tape';

/** How norms get their statistics; see `NormMode`. */
export type ProgramMode = 'training' | 'inference' | 'frozen';

/** What a block's branch meets at its end. */
export interface Join {
  readonly block: number;
  readonly shortcut: Value;
  readonly gate: Value | null;
}

/** Calls of one kind of epilogue; see the kernels for what they are told. */
interface Kind {
  forward(x: Address, end: End, y: Address, kept: Address): void;
  /** Plans where the parameters' gradients go, and gives the call. */
  gradient(): (
    dy: Address,
    kept: Address,
    x: Address,
    end: End,
    dx: Address,
    addsX: boolean,
    dShortcut: Address,
    addsShortcut: boolean,
  ) => void;
  /** Whether the backward pass reads x. */
  readonly readsInput: boolean;
}

export class Epilogues {
  readonly #machine: Machine;
  readonly #tape: Tape;
  readonly #net: Net;
  readonly #mode: ProgramMode;
  /** Where the statistics of the batch are left, for who asks afterwards. */
  readonly #statistics: Address;
  readonly #told = new Set<number>();

  constructor(machine: Machine, tape: Tape, net: Net, mode: ProgramMode, statistics: Address) {
    this.#machine = machine;
    this.#tape = tape;
    this.#net = net;
    this.#mode = mode;
    this.#statistics = statistics;
  }

  /** activation(normOrBias(x) + gain · shortcut); takes x over. */
  plan(pass: EpiloguePass, x: Value, join: Join | null): Value {
    const joined = pass.adds ? join : null;
    const { activation } = pass;
    if (pass.normOrBias === null && activation === 'linear' && joined === null) return x;
    const tape = this.#tape;
    const { given } = this.#net;
    const kind = this.#kind(pass.normOrBias, x);
    const y = tape.value(x.shape);
    const keeps = keepsInput(activation);
    // Without a backward pass nobody reads it.
    const sum = keeps ? tape.value(x.shape) : tape.hold(y);
    const end = { activation, shortcut: 0, gain: 0 };
    const look = (): void => {
      if (joined === null) return;
      end.gain = given.gains[joined.block] ?? 0;
      end.shortcut = end.gain === 0 ? 0 : joined.shortcut.at;
    };
    tape.call(() => {
      look();
      kind.forward(x.at, end, y.at, sum.at);
    });
    const saved = [...(activation === 'linear' ? [] : [sum]), ...(kind.readsInput ? [x] : [])];
    tape.differentiate(y, saved, (dy) => {
      const gradient = kind.gradient();
      const from = dy.at;
      // First, for it cannot lie in place of what comes in.
      const ds = joined === null ? null : tape.into(joined.shortcut);
      const dx = tape.into(x, dy);
      tape.call(() => {
        if (!dy.written) return;
        look();
        const passes = ds !== null && end.gain !== 0;
        gradient(from, sum.at, x.at, end, dx.at, dx.written, passes ? ds.at : 0, passes && ds.written);
        dx.written = true;
        if (passes) ds.written = true;
      });
    });
    tape.release(sum);
    tape.release(x);
    return y;
  }

  #kind(normOrBias: NormOrBias | null, x: Value): Kind {
    if (normOrBias === null) return this.#bias(null, x);
    if (normOrBias.kind === 'bias') return this.#bias(normOrBias.name, x);
    if (normOrBias.kind === 'scalars') return this.#scalars(normOrBias, x);
    const { name, groups } = normOrBias.norm;
    if (groups !== null) return this.#groupNorm(name, groups, x);
    return this.#mode === 'training' ? this.#trained(name, x) : this.#given(name, x);
  }

  #batchNorm({ shape: { height, width, channels } }: Value): SimdBatchNorm {
    const positions = height * width;
    return new SimdBatchNorm(this.#machine, { rows: this.#tape.count * positions, channels, positions });
  }

  #trained(name: string, x: Value): Kind {
    const net = this.#net;
    const { given, seen } = net;
    const norm = this.#batchNorm(x);
    const [scale, shift] = [net.weight(`${name}.weight`), net.weight(`${name}.bias`)];
    const { channels } = x.shape;
    const index = net.statistics.norms.findIndex((one) => one.name === name);
    // The statistics of what is computed twice are told once.
    const isTold = !this.#told.has(index);
    this.#told.add(index);
    const place = net.statistics.norms[index]?.offset ?? 0;
    const mean = isTold ? this.#statistics + 4 * place : this.#tape.room(2 * channels);
    const variance = mean + 4 * channels;
    const inverse = this.#tape.room(channels);
    return {
      readsInput: true,
      forward: (from, end, y, kept) => {
        const { parameters } = given;
        norm.training(
          from,
          parameters + scale.offset,
          parameters + shift.offset,
          end,
          y,
          kept,
          mean,
          variance,
          inverse,
        );
        if (isTold) seen[index] = 1;
      },
      gradient: () => {
        const [dScale, dShift] = [net.slope(`${name}.weight`), net.slope(`${name}.bias`)];
        return (dy, kept, from, end, dx, addsX, dShortcut, addsShortcut) => {
          norm.trainingGradient(
            dy,
            kept,
            from,
            given.parameters + scale.offset,
            mean,
            inverse,
            end,
            dx,
            addsX,
            dScale.at(),
            dShift.at(),
            dShortcut,
            addsShortcut,
          );
          dScale.set();
          dShift.set();
        };
      },
    };
  }

  /** With statistics that were gathered before. */
  #given(name: string, x: Value): Kind {
    const net = this.#net;
    const { given } = net;
    const norm = this.#batchNorm(x);
    const [scale, shift] = [net.weight(`${name}.weight`), net.weight(`${name}.bias`)];
    const place = net.statistics.norms.find((one) => one.name === name)?.offset ?? 0;
    const [mean, variance] = [4 * place, 4 * (place + x.shape.channels)];
    return {
      readsInput: false,
      forward: (from, end, y, kept) => {
        const { parameters, running } = given;
        norm.inference(
          from,
          parameters + scale.offset,
          parameters + shift.offset,
          running + mean,
          running + variance,
          end,
          y,
          kept,
        );
      },
      gradient: () => (dy, kept, _, end, dx, addsX, dShortcut, addsShortcut) => {
        const { parameters, running } = given;
        norm.frozenGradient(
          dy,
          kept,
          parameters + scale.offset,
          running + variance,
          end,
          dx,
          addsX,
          dShortcut,
          addsShortcut,
        );
      },
    };
  }

  #groupNorm(name: string, groups: number, { shape: { height, width, channels } }: Value): Kind {
    const net = this.#net;
    const { given } = net;
    const n = this.#tape.count;
    const norm = new SimdGroupNorm(this.#machine, { n, positions: height * width, channels, groups });
    const [scale, shift] = [net.weight(`${name}.weight`), net.weight(`${name}.bias`)];
    const [mean, inverse] = [this.#tape.room(n * groups), this.#tape.room(n * groups)];
    return {
      readsInput: true,
      forward: (from, end, y, kept) => {
        const { parameters } = given;
        norm.forward(from, parameters + scale.offset, parameters + shift.offset, end, y, kept, mean, inverse);
      },
      gradient: () => {
        const [dScale, dShift] = [net.slope(`${name}.weight`), net.slope(`${name}.bias`)];
        return (dy, kept, from, end, dx, addsX, dShortcut, addsShortcut) => {
          norm.gradient(
            dy,
            kept,
            from,
            given.parameters + scale.offset,
            mean,
            inverse,
            end,
            dx,
            addsX,
            dScale.at(),
            dShift.at(),
            dShortcut,
            addsShortcut,
          );
          dScale.set();
          dShift.set();
        };
      },
    };
  }

  #bias(name: string | null, { shape: { height, width, channels } }: Value): Kind {
    const net = this.#net;
    const { given } = net;
    const bias = new SimdBias(this.#machine, { rows: this.#tape.count * height * width, channels });
    const weight = name === null ? null : net.weight(name);
    return {
      readsInput: false,
      forward: (from, end, y, kept) =>
        bias.forward(from, weight === null ? 0 : given.parameters + weight.offset, end, y, kept),
      gradient: () => {
        const slope = name === null ? null : net.slope(name);
        return (dy, kept, _, end, dx, addsX, dShortcut, addsShortcut) => {
          bias.gradient(dy, kept, end, dx, addsX, slope?.at() ?? 0, dShortcut, addsShortcut);
          slope?.set();
        };
      },
    };
  }

  #scalars(
    { factor, shift }: { readonly factor: string | null; readonly shift: string | null },
    { shape }: Value,
  ): Kind {
    const net = this.#net;
    const { given } = net;
    const scalars = new SimdScalars(this.#machine, { size: this.#tape.count * sizeOf(shape) });
    const at = (name: string | null) => {
      const weight = name === null ? null : net.weight(name);
      return (): Address => (weight === null ? 0 : given.parameters + weight.offset);
    };
    const [factorAt, shiftAt] = [at(factor), at(shift)];
    return {
      readsInput: factor !== null,
      forward: (from, end, y, kept) => scalars.forward(from, factorAt(), shiftAt(), end, y, kept),
      gradient: () => {
        const [dFactor, dShift] = [factor, shift].map((name) => (name === null ? null : net.slope(name)));
        return (dy, kept, from, end, dx, addsX, dShortcut, addsShortcut) => {
          scalars.gradient(
            dy,
            kept,
            from,
            factorAt(),
            end,
            dx,
            addsX,
            dFactor?.at() ?? 0,
            dShift?.at() ?? 0,
            dShortcut,
            addsShortcut,
          );
          dFactor?.set();
          dShift?.set();
        };
      },
    };
  }
}
