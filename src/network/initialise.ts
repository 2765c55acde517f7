/** Initial values of parameters, with PyTorch's definitions of fans, variances and bounds. */
import type { ParameterPlan } from '../architecture/layer';
import type { InitialisationPlan } from '../architecture/nodes';
import type { RandomStream } from '../data/random';

/**
 * Standard deviation of a filter's initial values: He 2015 √(2 / fan), Glorot & Bengio 2010 √(2 / (fanIn + fanOut)),
 * LeCun 1998 √(1 / fan), or the one that is given.
 */
function filterDeviation({ fanIn, fanOut }: ParameterPlan, init: InitialisationPlan): number {
  const fan = init.initFan === 'in' ? fanIn : fanOut;
  switch (init.initialisation) {
    case 'he':
      return Math.sqrt(2 / fan);
    case 'xavier':
      return Math.sqrt(2 / (fanIn + fanOut));
    case 'lecun':
      return Math.sqrt(1 / fan);
    case 'normal':
      return init.initDeviation;
    case 'orthogonal':
      return 1;
    case 'zeros':
      return 0;
  }
  return init.initialisation satisfies never;
}

/** Fills `values`, the parameter's own part of a vector of zeros. */
export function initialise(
  values: Float32Array,
  parameter: ParameterPlan,
  init: InitialisationPlan,
  random: RandomStream,
): void {
  const { role, factor = 1 } = parameter;
  if (factor === 0) return;
  switch (role) {
    case 'filter':
      fillFilter(values, parameter, init, random);
      break;
    case 'dense': {
      // PyTorch's default for linear layers.
      const bound = 1 / Math.sqrt(parameter.fanIn);
      for (let i = 0; i < values.length; i++) values[i] = bound * (2 * random.uniform() - 1);
      break;
    }
    case 'scale':
      values.fill(1);
      break;
    case 'gate':
      values.fill(init.gateBias);
      break;
    case 'bias':
    case 'shift':
    case 'gain':
      break;
  }
  if (factor !== 1) for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * factor;
}

function fillFilter(
  values: Float32Array,
  parameter: ParameterPlan,
  init: InitialisationPlan,
  random: RandomStream,
): void {
  const deviation = filterDeviation(parameter, init);
  if (deviation === 0) return;
  if (init.initialisation === 'orthogonal') {
    const columns = parameter.shape.at(-1) ?? 1;
    values.set(orthogonal(values.length / columns, columns, random));
  } else if (init.initDistribution === 'normal') {
    for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal();
  } else {
    // A uniform distribution within ±b has the deviation b/√3.
    const bound = Math.sqrt(3) * deviation;
    for (let i = 0; i < values.length; i++) values[i] = bound * (2 * random.uniform() - 1);
  }
}

/**
 * A matrix [rows, columns] of which the shorter sides are orthonormal (Saxe 2014): normal numbers made orthogonal vector
 * by vector. Filters are [K·K·in, out], so their output channels are the columns.
 */
function orthogonal(rows: number, columns: number, random: RandomStream): Float64Array {
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    // Twice, since one pass leaves rounding of the order of the norm that it took away.
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors) {
        let along = 0;
        for (let i = 0; i < length; i++) along += (vector[i] ?? 0) * (other[i] ?? 0);
        for (let i = 0; i < length; i++) vector[i] = (vector[i] ?? 0) - along * (other[i] ?? 0);
      }
    }
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    vectors.push(vector.map((value) => value / norm));
  }
  const across = rows >= columns;
  return Float64Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return (across ? vectors[column]?.[row] : vectors[row]?.[column]) ?? 0;
  });
}
