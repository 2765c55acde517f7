/** How optimisers move a parameter and what they remember of it: two numbers at a time in float64, as `engine/optimiser.ts` does. */
import { narrowed, widened } from './wide';

/** The next two numbers, or the last one. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function take(at: usize, alone: bool): v128 {
  return alone ? f64x2.promote_low_f32x4(v128.load32_zero(at)) : widened(at);
}

// @ts-ignore: AssemblyScript decorates functions.
@inline
function put(at: usize, numbers: v128, alone: bool): void {
  if (alone) store<f32>(at, <f32>f64x2.extract_lane(numbers, 0));
  else narrowed(at, numbers);
}

/** A gradient clipped, rounded to float32 before it is used. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function clipped(at: usize, alone: bool, factor: v128, clips: bool): v128 {
  const own = take(at, alone);
  return clips ? f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.mul(own, factor))) : own;
}

/** SGD with momentum, decay and Nesterov's look-ahead; `factor` is what clipping multiplies the gradient with. */
export function sgd(
  weights: usize, velocity: usize, gradient: usize, count: i32, factor: f64,
  learningRate: f64, weightDecay: f64, momentum: f64, nesterov: bool,
): void {
  const factors = f64x2.splat(factor);
  const clips = factor !== 1;
  const rate = f64x2.splat(learningRate);
  const decay = f64x2.splat(weightDecay);
  const share = f64x2.splat(momentum);
  for (let i = 0; i < count; i += 2) {
    const alone = i + 1 === count;
    const weight = take(weights, alone);
    const before = take(velocity, alone);
    const slope = f64x2.add(
      clipped(gradient, alone, factors, clips),
      f64x2.mul(decay, weight),
    );
    const moved = f64x2.add(f64x2.mul(share, before), slope);
    const ahead = nesterov ? f64x2.add(slope, f64x2.mul(share, moved)) : moved;
    const after = f64x2.sub(weight, f64x2.mul(rate, ahead));
    put(velocity, moved, alone);
    put(weights, after, alone);
    weights += 8;
    velocity += 8;
    gradient += 8;
  }
}

/** Adam, and AdamW where `decoupled`; `size` is the rate over what its mean lacks, `unbias` the root of what its square does. */
export function adam(
  weights: usize, means: usize, squares: usize, gradient: usize, count: i32, factor: f64,
  learningRate: f64, weightDecay: f64, beta1: f64, beta2: f64, size: f64, unbias: f64, epsilon: f64, decoupled: bool,
): void {
  const factors = f64x2.splat(factor);
  const clips = factor !== 1;
  const decay = f64x2.splat(weightDecay);
  const shrinking = f64x2.splat(1 - learningRate * weightDecay);
  const first = f64x2.splat(beta1);
  const firstRest = f64x2.splat(1 - beta1);
  const second = f64x2.splat(beta2);
  const secondRest = f64x2.splat(1 - beta2);
  const sizes = f64x2.splat(size);
  const unbiases = f64x2.splat(unbias);
  const least = f64x2.splat(epsilon);
  for (let i = 0; i < count; i += 2) {
    const alone = i + 1 === count;
    const weight = take(weights, alone);
    const own = clipped(gradient, alone, factors, clips);
    const slope = f64x2.add(own, decoupled ? f64x2.splat(0) : f64x2.mul(decay, weight));
    const mean = f64x2.add(
      f64x2.mul(first, take(means, alone)),
      f64x2.mul(firstRest, slope),
    );
    const square = f64x2.add(
      f64x2.mul(second, take(squares, alone)),
      f64x2.mul(f64x2.mul(secondRest, slope), slope),
    );
    const shrunk = decoupled ? f64x2.mul(weight, shrinking) : weight;
    const root = f64x2.add(f64x2.div(f64x2.sqrt(square), unbiases), least);
    put(means, mean, alone);
    put(squares, square, alone);
    put(weights, f64x2.sub(shrunk, f64x2.div(f64x2.mul(sizes, mean), root)), alone);
    weights += 8;
    means += 8;
    squares += 8;
    gradient += 8;
  }
}

/** RMSProp with momentum and decay. */
export function rmsprop(
  weights: usize, velocity: usize, squares: usize, gradient: usize, count: i32, factor: f64,
  learningRate: f64, weightDecay: f64, momentum: f64, smoothing: f64, epsilon: f64,
): void {
  const factors = f64x2.splat(factor);
  const clips = factor !== 1;
  const rate = f64x2.splat(learningRate);
  const decay = f64x2.splat(weightDecay);
  const share = f64x2.splat(momentum);
  const smooth = f64x2.splat(smoothing);
  const rest = f64x2.splat(1 - smoothing);
  const least = f64x2.splat(epsilon);
  for (let i = 0; i < count; i += 2) {
    const alone = i + 1 === count;
    const weight = take(weights, alone);
    const own = clipped(gradient, alone, factors, clips);
    const slope = f64x2.add(own, f64x2.mul(decay, weight));
    const square = f64x2.add(
      f64x2.mul(smooth, take(squares, alone)),
      f64x2.mul(f64x2.mul(rest, slope), slope),
    );
    const moved = f64x2.add(
      f64x2.mul(share, take(velocity, alone)),
      f64x2.div(slope, f64x2.add(f64x2.sqrt(square), least)),
    );
    put(squares, square, alone);
    put(velocity, moved, alone);
    put(weights, f64x2.sub(weight, f64x2.mul(rate, moved)), alone);
    weights += 8;
    velocity += 8;
    squares += 8;
    gradient += 8;
  }
}
