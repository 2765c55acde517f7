/** Single ops on the heap, each with its gradient: convolution, dense layer, pooling, joined channels, products, dropout. */
import { sizeOf, type ImageShape, type LayerPlan } from '../../architecture/layer';
import type { PoolNode } from '../../architecture/nodes';
import { SimdConvolution } from '../../ops/simd/convolution';
import { SimdConcatenation, SimdDense } from '../../ops/simd/dense';
import { SimdByChannel, complement, dropoutMask, multiply, scale } from '../../ops/simd/elementwise';
import type { Machine } from '../../ops/simd/machine';
import { SimdGlobalAverage, SimdSubsample, SimdWindowPool } from '../../ops/simd/pooling';
import { survivalFactor } from '../noise';
import type { Join } from './epilogues';
import type { Net } from './net';
import type { Gradient, Tape, Value } from './tape';

/** A vector of so many numbers. */
const vector = (channels: number): ImageShape => ({ height: 1, width: 1, channels });

/** All take over the values that they are given, and return one held once. */
export class Layers {
  readonly #machine: Machine;
  readonly #tape: Tape;
  readonly #net: Net;
  readonly #learns: boolean;

  /** @param learns Whether gradients of filters and dense weights are asked for. */
  constructor(machine: Machine, tape: Tape, net: Net, learns: boolean) {
    this.#machine = machine;
    this.#tape = tape;
    this.#net = net;
    this.#learns = learns;
  }

  convolution(layer: LayerPlan, x: Value): Value {
    const tape = this.#tape;
    const { given } = this.#net;
    const { height: h, width: w, channels: ci } = x.shape;
    const { kernel, stride, padding, dilation, groups, output } = layer;
    const shape = { n: tape.count, h, w, ci, co: output.channels, kernel, stride, padding, dilation, groups };
    const convolution = new SimdConvolution(this.#machine, shape);
    const name = `${layer.name}.weight`;
    const { offset } = this.#net.weight(name);
    const y = tape.value(output);
    tape.work(() => convolution.forwardWork(x.at, given.parameters + offset, y.at), 1);
    tape.differentiate(y, this.#learns ? [x] : [], (dy) => {
      const from = dy.at;
      if (this.#learns) {
        const slope = this.#net.slope(name);
        tape.work(
          function* () {
            if (!dy.written) return;
            yield* convolution.filterGradientWork(x.at, from, slope.at());
            slope.set();
          },
          // The last of them that the layer has.
          x.gradient === null ? 1 : 0,
        );
      }
      if (x.gradient === null) return;
      const dx = tape.into(x);
      tape.work(function* () {
        if (!dy.written) return;
        yield* convolution.inputGradientWork(from, given.parameters + offset, dx.at, dx.written);
        dx.written = true;
      }, 1);
    });
    tape.release(x);
    return y;
  }

  /** x · weight + bias. */
  dense(layer: LayerPlan, x: Value): Value {
    const tape = this.#tape;
    const net = this.#net;
    const { given } = net;
    const [inputs, outputs] = [sizeOf(x.shape), layer.output.channels];
    const dense = new SimdDense(this.#machine, { n: tape.count, in: inputs, out: outputs });
    const [weight, bias] = [net.weight(`${layer.name}.weight`), net.weight(`${layer.name}.bias`)];
    const y = tape.value(vector(outputs));
    tape.call(() => {
      dense.forward(x.at, given.parameters + weight.offset, given.parameters + bias.offset, y.at);
    }, 1);
    tape.differentiate(y, this.#learns ? [x] : [], (dy) => {
      const from = dy.at;
      const slopes = this.#learns
        ? { weight: net.slope(`${layer.name}.weight`), bias: net.slope(`${layer.name}.bias`) }
        : null;
      const dx = tape.into(x);
      tape.call(() => {
        if (!dy.written) return;
        if (slopes !== null) {
          dense.parameterGradients(x.at, from, slopes.weight.at(), slopes.bias.at());
          slopes.weight.set();
          slopes.bias.set();
        }
        dense.inputGradient(from, given.parameters + weight.offset, dx.at, dx.written);
        dx.written = true;
      }, 1);
    });
    tape.release(x);
    return y;
  }

  average(x: Value): Value {
    const { height, width, channels } = x.shape;
    const shape = { n: this.#tape.count, positions: height * width, channels };
    const average = new SimdGlobalAverage(this.#machine, shape);
    return this.#op(
      x,
      vector(channels),
      [],
      (y) => average.forward(x.at, y.at),
      (from, dx) => average.gradient(from, dx.at, dx.written),
    );
  }

  pool({ pool: kind, window, output }: PoolNode, x: Value): Value {
    const { height: h, width: w, channels: c } = x.shape;
    const pool = new SimdWindowPool(this.#machine, { n: this.#tape.count, h, w, c, ...window, kind });
    return this.#op(
      x,
      output,
      kind === 'max' ? ['x', 'y'] : [],
      (y) => pool.forward(x.at, y.at),
      (from, dx, y) => pool.gradient(from, x.at, y.at, dx.at, dx.written),
    );
  }

  subsampling(stride: number, channels: number, x: Value): Value {
    const { height: h, width: w, channels: ci } = x.shape;
    const shape = { height: Math.ceil(h / stride), width: Math.ceil(w / stride), channels };
    const subsample = new SimdSubsample(this.#machine, {
      n: this.#tape.count,
      h,
      w,
      ci,
      stride,
      co: channels,
    });
    return this.#op(
      x,
      shape,
      [],
      (y) => subsample.forward(x.at, y.at),
      (from, dx) => subsample.gradient(from, dx.at, dx.written),
    );
  }

  /** Every channel of every image times its own factor. */
  byChannel(x: Value, factors: Value): Value {
    const tape = this.#tape;
    const { height, width, channels } = x.shape;
    const scaling = new SimdByChannel(this.#machine, {
      n: tape.count,
      positions: height * width,
      channels,
    });
    const y = tape.value(x.shape);
    tape.call(() => scaling.byChannel(x.at, factors.at, y.at, false));
    tape.differentiate(y, [x, factors], (dy) => {
      const from = dy.at;
      const [dx, dFactors] = [tape.into(x), tape.into(factors)];
      tape.call(() => {
        if (!dy.written) return;
        scaling.byChannel(from, factors.at, dx.at, dx.written);
        // Nothing else reads them.
        scaling.along(from, x.at, dFactors.at);
        dx.written = true;
        dFactors.written = true;
      });
    });
    tape.release(x);
    tape.release(factors);
    return y;
  }

  /** The channels of a, and behind them those of b. */
  concatenation(a: Value, b: Value): Value {
    const tape = this.#tape;
    const { height, width, channels } = a.shape;
    const joined = channels + b.shape.channels;
    const concatenation = new SimdConcatenation(this.#machine, {
      rows: tape.count * height * width,
      a: channels,
      b: b.shape.channels,
    });
    const y = tape.value({ height, width, channels: joined });
    tape.call(() => concatenation.join(a.at, b.at, y.at));
    tape.differentiate(y, [], (dy) => {
      const from = dy.at;
      const [da, db] = [tape.into(a), tape.into(b)];
      tape.call(() => {
        if (!dy.written) return;
        concatenation.parts(from, da.at, da.written, db.at, db.written);
        da.written = true;
        db.written = true;
      });
    });
    tape.release(a);
    tape.release(b);
    return y;
  }

  /** a · b, value by value. */
  product(a: Value, b: Value): Value {
    const tape = this.#tape;
    const machine = this.#machine;
    const { floats } = a;
    const y = tape.value(a.shape);
    tape.call(() => multiply(machine, a.at, b.at, floats, y.at, false));
    tape.differentiate(y, [a, b], (dy) => {
      const from = dy.at;
      const [da, db] = [tape.into(a), tape.into(b)];
      tape.call(() => {
        if (!dy.written) return;
        multiply(machine, from, b.at, floats, da.at, da.written);
        da.written = true;
        multiply(machine, from, a.at, floats, db.at, db.written);
        db.written = true;
      });
    });
    tape.release(a);
    tape.release(b);
    return y;
  }

  /** 1 − x. */
  complement(x: Value): Value {
    const machine = this.#machine;
    const { floats } = x;
    return this.#op(
      x,
      x.shape,
      [],
      (y) => complement(machine, x.at, floats, y.at),
      (from, dx) => scale(machine, from, floats, -1, dx.at, dx.written),
    );
  }

  /** branch · (1 − gain · (1 − g)); with its shortcut switched off, a branch is not gated either. */
  gated(branch: Value, { gate, block }: Join): Value {
    if (gate === null) return branch;
    const tape = this.#tape;
    const machine = this.#machine;
    const { given } = this.#net;
    const { floats } = branch;
    const y = tape.value(branch.shape);
    const own = tape.value(branch.shape, false);
    // 1 − 1 · (1 − g) would be g but for rounding.
    const factors = (): number => (given.gains[block] === 1 ? gate.at : own.at);
    tape.call(() => {
      const gain = given.gains[block] ?? 0;
      if (gain === 0) return scale(machine, branch.at, floats, 1, y.at, false);
      if (gain !== 1) {
        complement(machine, gate.at, floats, own.at);
        scale(machine, own.at, floats, gain, own.at, false);
        complement(machine, own.at, floats, own.at);
      }
      return multiply(machine, branch.at, factors(), floats, y.at, false);
    });
    tape.differentiate(y, [branch, gate, own], (dy) => {
      const from = dy.at;
      const [dx, dg] = [tape.into(branch), tape.into(gate)];
      const product = tape.passing(floats);
      tape.call(() => {
        if (!dy.written) return;
        const gain = given.gains[block] ?? 0;
        if (gain === 0) scale(machine, from, floats, 1, dx.at, dx.written);
        else {
          multiply(machine, from, factors(), floats, dx.at, dx.written);
          multiply(machine, from, branch.at, floats, product, false);
          scale(machine, product, floats, gain, dg.at, dg.written);
          dg.written = true;
        }
        dx.written = true;
      });
    });
    tape.release(own);
    tape.release(branch);
    return y;
  }

  /** The end of a branch times a constant, and what survives divided by its chance; see `Noise`. */
  scaled(
    { factor, survival, block, name }: { factor: number; survival: number; block: number; name: string },
    isNoisy: boolean,
    x: Value,
  ): Value {
    const survives = isNoisy && survival < 1;
    if (!survives && factor === 1) return x;
    const machine = this.#machine;
    const { given } = this.#net;
    const { floats } = x;
    let drawn = factor;
    return this.#op(
      x,
      x.shape,
      [],
      (y) => {
        drawn = factor;
        // A branch that nothing leads around is never left out.
        if (survives && given.streams !== null && given.gains[block] !== 0)
          drawn = factor * survivalFactor(given.streams(name), survival);
        scale(machine, x.at, floats, drawn, y.at, false);
      },
      (from, dx) => scale(machine, from, floats, drawn, dx.at, dx.written),
    );
  }

  dropped(share: number, name: string, x: Value): Value {
    const machine = this.#machine;
    const { given } = this.#net;
    const { floats } = x;
    const mask = this.#tape.value(x.shape, false);
    const y = this.#op(
      x,
      x.shape,
      [mask],
      (to) => {
        if (given.streams === null) throw new Error('Dropout has nothing to be drawn by');
        dropoutMask(machine, mask.at, floats, share, given.streams(name));
        multiply(machine, x.at, mask.at, floats, to.at, false);
      },
      (from, dx) => multiply(machine, from, mask.at, floats, dx.at, dx.written),
    );
    this.#tape.release(mask);
    return y;
  }

  /** An op of one value and no parameters; `saves` are values that its gradient reads. */
  #op(
    x: Value,
    shape: ImageShape,
    saves: readonly (Value | 'x' | 'y')[],
    forward: (y: Value) => void,
    backward: (from: number, dx: Gradient, y: Value) => void,
  ): Value {
    const tape = this.#tape;
    const y = tape.value(shape);
    tape.call(() => forward(y));
    const saved = saves.map((value) => (value === 'x' ? x : value === 'y' ? y : value));
    tape.differentiate(y, saved, (dy) => {
      const from = dy.at;
      const dx = tape.into(x);
      tape.call(() => {
        if (!dy.written) return;
        backward(from, dx, y);
        dx.written = true;
      });
    });
    tape.release(x);
    return y;
  }
}
