/**
 * Losses of a batch of logits [n, classes] and their derivatives by the logits, in float64. The values are those of
 * `ops/loss.ts`, operation by operation; of logits that are not finite there is none, NaN.
 */
import { exponential, logarithm, realPower } from './real';

/** Smaller shares of doubt are not told apart: a power below 1 of nothing would be infinite. */
const LEAST_DOUBT: f64 = 1e-7;

// @ts-ignore: AssemblyScript decorates functions.
@inline
function logit(row: usize, at: i32): f64 {
  return <f64>load<f32>(row + (<usize>at << 2));
}

/** The largest of a row, and NaN where one is not finite. */
function largestOf(row: usize, classes: i32): f64 {
  let largest: f64 = -Infinity;
  let finite = true;
  for (let i = 0; i < classes; i++) {
    const value = logit(row, i);
    if (!(abs(value) < Infinity)) finite = false;
    if (value > largest) largest = value;
  }
  return finite ? largest : NaN;
}

// @ts-ignore: AssemblyScript decorates functions.
@inline
function sumOfPowers(row: usize, classes: i32, largest: f64): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < classes; i++) sum += exponential(logit(row, i) - largest);
  return sum;
}

/** Writes one slope, to be averaged over n images. */
// @ts-ignore: AssemblyScript decorates functions.
@inline
function write(slopes: usize, at: i32, slope: f64, n: i32): void {
  store<f32>(slopes + (<usize>at << 2), <f32>(slope / <f64>n));
}

/** Cross-entropy, of labels whose share `smoothing` is spread over all classes. Slopes are left out where there is no room (0). */
export function crossEntropy(
  logits: usize, labels: usize, slopes: usize, n: i32, classes: i32, smoothing: f64,
): f64 {
  let total: f64 = 0;
  const step = <usize>classes << 2;
  for (let image = 0; image < n; image++) {
    const label = load<i32>(labels + (<usize>image << 2));
    const largest = largestOf(logits, classes);
    const sum = sumOfPowers(logits, classes, largest);
    const logSum = logarithm(sum) + largest;
    const own = logit(logits, label) - logSum;
    if (smoothing === 0) total += -own;
    else {
      let all: f64 = 0;
      for (let i = 0; i < classes; i++) all += logit(logits, i) - logSum;
      total += -((1 - smoothing) * own + (smoothing / <f64>classes) * all);
    }
    if (slopes !== 0) {
      for (let i = 0; i < classes; i++) {
        const target = (i === label ? 1 - smoothing : 0) + smoothing / <f64>classes;
        write(slopes, i, exponential(logit(logits, i) - largest) / sum - target, n);
      }
      slopes += step;
    }
    logits += step;
  }
  return total / <f64>n;
}

/** Mean over batch and classes of (logit − target)². */
export function squaredError(logits: usize, labels: usize, slopes: usize, n: i32, classes: i32): f64 {
  let total: f64 = 0;
  const step = <usize>classes << 2;
  for (let image = 0; image < n; image++) {
    const label = load<i32>(labels + (<usize>image << 2));
    let sum: f64 = 0;
    for (let i = 0; i < classes; i++) {
      const miss = logit(logits, i) - (i === label ? 1 : 0);
      sum += miss * miss;
      if (slopes !== 0) write(slopes, i, (2 / <f64>classes) * miss, n);
    }
    // An infinite logit has no loss, as in all others.
    total += sum < Infinity ? sum / <f64>classes : NaN;
    logits += step;
    if (slopes !== 0) slopes += step;
  }
  return total / <f64>n;
}

/** Focal loss (Lin 2017, arXiv:1708.02002). */
export function focal(logits: usize, labels: usize, slopes: usize, n: i32, classes: i32, focus: f64): f64 {
  let total: f64 = 0;
  const step = <usize>classes << 2;
  for (let image = 0; image < n; image++) {
    const label = load<i32>(labels + (<usize>image << 2));
    const largest = largestOf(logits, classes);
    const sum = sumOfPowers(logits, classes, largest);
    const own = logit(logits, label) - (logarithm(sum) + largest);
    total += -realPower(1 - exponential(own), focus) * own;
    if (slopes !== 0) {
      // 1 − p as the sum of all others, for a difference would cancel.
      let others: f64 = 0;
      for (let i = 0; i < classes; i++)
        if (i !== label) others += exponential(logit(logits, i) - largest);
      const exact = others / sum;
      const doubt = max(exact, LEAST_DOUBT);
      const weight = realPower(doubt, focus);
      const slope = (weight / doubt) * focus * exponential(own) * own - weight;
      for (let i = 0; i < classes; i++) {
        const away = i === label ? exact : -exponential(logit(logits, i) - largest) / sum;
        write(slopes, i, slope * away, n);
      }
      slopes += step;
    }
    logits += step;
  }
  return total / <f64>n;
}
