/** Activations by their number in `ACTIVATIONS` of src/config/activations.ts, and their derivatives. */
import { exp4 } from './exponential';

const RELU = 0, LEAKY_RELU = 1, ELU = 2, GELU = 3, SILU = 4, MISH = 5, HARD_SWISH = 6, TANH = 7, SIGMOID = 8;

// @ts-ignore: AssemblyScript decorates functions.
@inline
function select(then: v128, otherwise: v128, where: v128): v128 {
  return v128.bitselect(then, otherwise, where);
}

// @ts-ignore: AssemblyScript decorates functions.
@inline
function polynomial(x: v128, a: f32, b: f32): v128 {
  return f32x4.add(f32x4.mul(x, f32x4.splat(a)), f32x4.splat(b));
}

/** 1 / (1 + e^−x), by e^−|x|, which does not overflow. */
function logistic(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const below = f32x4.lt(x, f32x4.splat(0));
  return f32x4.div(select(e, one, below), f32x4.add(one, e));
}

/** e^x − 1 for x ≤ 0: near zero a series, where the difference would lose digits. */
function expm1Below(x: v128): v128 {
  let s = polynomial(x, <f32>1 / 7, 1);
  s = f32x4.add(f32x4.mul(f32x4.mul(x, f32x4.splat(<f32>1 / 6)), s), f32x4.splat(1));
  s = f32x4.add(f32x4.mul(f32x4.mul(x, f32x4.splat(<f32>1 / 5)), s), f32x4.splat(1));
  s = f32x4.add(f32x4.mul(f32x4.mul(x, f32x4.splat(<f32>1 / 4)), s), f32x4.splat(1));
  s = f32x4.add(f32x4.mul(f32x4.mul(x, f32x4.splat(<f32>1 / 3)), s), f32x4.splat(1));
  s = f32x4.add(f32x4.mul(f32x4.mul(x, f32x4.splat(0.5)), s), f32x4.splat(1));
  return select(f32x4.mul(x, s), f32x4.sub(exp4(x), f32x4.splat(1)), f32x4.gt(x, f32x4.splat(-0.35)));
}

/** tanh|x| = −e / (e + 2) with e = expm1(−2|x|), and the sign of x. */
function tanh4(x: v128): v128 {
  const e = expm1Below(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const size = f32x4.neg(f32x4.div(e, f32x4.add(e, f32x4.splat(2))));
  const sign = v128.and(x, i32x4.splat(0x80000000));
  return v128.or(v128.andnot(size, i32x4.splat(0x80000000)), sign);
}

/** Φ(x) of the standard normal distribution by Abramowitz & Stegun 7.1.26, within 1e-7. */
function normalCumulative(x: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, polynomial(f32x4.abs(x), <f32>(0.3275911 * 0.7071067811865476), 1));
  let s = polynomial(t, 1.061405429, -1.453152027);
  s = f32x4.add(f32x4.mul(s, t), f32x4.splat(1.421413741));
  s = f32x4.add(f32x4.mul(s, t), f32x4.splat(-0.284496736));
  s = f32x4.add(f32x4.mul(s, t), f32x4.splat(0.254829592));
  s = f32x4.mul(s, t);
  const tail = f32x4.mul(f32x4.mul(f32x4.splat(0.5), s), exp4(f32x4.mul(f32x4.splat(-0.5), f32x4.mul(x, x))));
  return select(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

/** tanh(log(1 + e^x)) without a difference: w / (w + 2) with w = e^x (e^x + 2). */
function tanhOfSoftplus(x: v128): v128 {
  const two = f32x4.splat(2);
  const power = exp4(f32x4.pmin(x, f32x4.splat(20)));
  const w = f32x4.mul(power, f32x4.add(power, two));
  return f32x4.div(w, f32x4.add(w, two));
}

/** min(max(x + 3, 0), 6) / 6. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function hardShare(x: v128): v128 {
  return f32x4.div(f32x4.pmin(f32x4.pmax(f32x4.add(x, f32x4.splat(3)), f32x4.splat(0)), f32x4.splat(6)), f32x4.splat(6));
}

function valueOf(x: v128, kind: i32): v128 {
  const zero = f32x4.splat(0);
  switch (kind) {
    case RELU: return f32x4.pmax(x, zero);
    case LEAKY_RELU: return select(f32x4.mul(x, f32x4.splat(0.01)), x, f32x4.lt(x, zero));
    case ELU: return select(expm1Below(x), x, f32x4.lt(x, zero));
    case GELU: return f32x4.mul(x, normalCumulative(x));
    case SILU: return f32x4.mul(x, logistic(x));
    case MISH: return f32x4.mul(x, tanhOfSoftplus(x));
    case HARD_SWISH: return f32x4.mul(x, hardShare(x));
    case TANH: return tanh4(x);
    case SIGMOID: return logistic(x);
    default: return x;
  }
}

/** The derivative, from the output where that tells it, else from the input. */
function slopeOf(saved: v128, kind: i32): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  switch (kind) {
    case RELU: return v128.andnot(one, f32x4.le(saved, zero));
    case LEAKY_RELU: return select(f32x4.splat(0.01), one, f32x4.le(saved, zero));
    case ELU: return f32x4.add(one, f32x4.pmin(saved, zero));
    case GELU: {
      const density = f32x4.mul(f32x4.splat(0.3989422804014327), exp4(f32x4.mul(f32x4.splat(-0.5), f32x4.mul(saved, saved))));
      return f32x4.add(normalCumulative(saved), f32x4.mul(saved, density));
    }
    case SILU: {
      const s = logistic(saved);
      return f32x4.add(s, f32x4.mul(f32x4.mul(saved, s), f32x4.sub(one, s)));
    }
    case MISH: {
      const t = tanhOfSoftplus(saved);
      return f32x4.add(t, f32x4.mul(f32x4.mul(saved, logistic(saved)), f32x4.sub(one, f32x4.mul(t, t))));
    }
    case HARD_SWISH: {
      const line = f32x4.add(f32x4.div(saved, f32x4.splat(3)), f32x4.splat(0.5));
      const above = v128.and(one, f32x4.gt(saved, f32x4.splat(3)));
      return select(line, above, f32x4.le(f32x4.abs(saved), f32x4.splat(3)));
    }
    case TANH: return f32x4.sub(one, f32x4.mul(saved, saved));
    case SIGMOID: return f32x4.sub(saved, f32x4.mul(saved, saved));
    default: return one;
  }
}

/** y = activation(x), which may be the same place. */
export function activate(x: usize, y: usize, count: i32, kind: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(y, valueOf(v128.load(x), kind));
    x += 16; y += 16;
  }
  for (; i < count; i++) {
    v128.store32_lane(y, valueOf(v128.load32_splat(x), kind), 0);
    x += 4; y += 4;
  }
}

/** dx = dy · activation', which may be the same place. */
export function activationGradient(dy: usize, saved: usize, dx: usize, count: i32, kind: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(dx, f32x4.mul(v128.load(dy), slopeOf(v128.load(saved), kind)));
    dy += 16; saved += 16; dx += 16;
  }
  for (; i < count; i++) {
    v128.store32_lane(dx, f32x4.mul(v128.load32_splat(dy), slopeOf(v128.load32_splat(saved), kind)), 0);
    dy += 4; saved += 4; dx += 4;
  }
}
