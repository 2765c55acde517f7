/** Random directions in the space of weights, of the scale of the weights themselves (Li 2018). */
import type { LanePlan } from '../../architecture/plan-experiment';
import { randomStream } from '../../data/random';
import { layoutOf } from '../../network/parameters';

/**
 * A direction that is normalised filter by filter: each filter of a convolution, and each row of weights of a class, has the
 * norm that it has in `parameters`. Norms, biases and learned factors do not move.
 * @param name Different names give independent directions; with equal seeds, names and shapes, equal random numbers.
 */
export function filterNormalised(
  plan: LanePlan,
  parameters: Float32Array,
  seed: number,
  name: string,
): Float32Array<ArrayBuffer> {
  const layout = layoutOf(plan.parameters);
  const direction = new Float32Array(layout.size);
  for (const { name: parameter, role, shape, offset, size } of layout.entries) {
    if (role !== 'filter' && role !== 'dense') continue;
    const random = randomStream(seed, 'direction', name, parameter, shape.join('×'));
    for (let i = 0; i < size; i++) direction[offset + i] = random.normal();
    // Outputs are the last side of both kinds.
    const outputs = shape.at(-1) ?? 1;
    for (let output = 0; output < outputs; output++) {
      let own = 0;
      let drawn = 0;
      for (let i = offset + output; i < offset + size; i += outputs) {
        own += (parameters[i] as number) * (parameters[i] as number);
        drawn += (direction[i] as number) * (direction[i] as number);
      }
      const factor = drawn === 0 ? 0 : Math.sqrt(own / drawn);
      for (let i = offset + output; i < offset + size; i += outputs)
        direction[i] = factor * (direction[i] as number);
    }
  }
  return direction;
}
