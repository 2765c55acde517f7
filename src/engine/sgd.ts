/** Stochastic gradient descent on flat vectors, as PyTorch's `torch.optim.SGD` defines it. */

export interface SgdOptions {
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly nesterov?: boolean;
}

/**
 * One update in place: g = gradient + weightDecay · w; velocity = momentum · velocity + g;
 * w −= learningRate · velocity, or with Nesterov's look-ahead w −= learningRate · (g + momentum · velocity).
 * A velocity of zeros makes the first step PyTorch's, whose buffer starts as the gradient.
 */
export function sgdUpdate(
  parameters: Float32Array,
  velocity: Float32Array,
  gradient: Float32Array,
  { learningRate, momentum, weightDecay, nesterov = false }: SgdOptions,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const weight = parameters[i] as number;
    const slope = (gradient[i] as number) + weightDecay * weight;
    const moved = momentum * (velocity[i] as number) + slope;
    velocity[i] = moved;
    parameters[i] = weight - learningRate * (nesterov ? slope + momentum * moved : moved);
  }
}
