/** Value by value on a machine. `adds` adds to what lies at y; y may be one of what goes in. */
import type { RandomStream } from '../../data/random';
import type { Address } from './heap';
import type { Machine } from './machine';

/** y = x · factor. */
export function scale(
  machine: Machine,
  x: Address,
  count: number,
  factor: number,
  y: Address,
  adds: boolean,
): void {
  machine.kernel('scale')(x, count, factor, y, Number(adds));
}

/** y = a · b. */
export function multiply(
  machine: Machine,
  a: Address,
  b: Address,
  count: number,
  y: Address,
  adds: boolean,
): void {
  machine.kernel('multiply')(a, b, count, y, Number(adds));
}

/** y = 1 − x. */
export function complement(machine: Machine, x: Address, count: number, y: Address): void {
  machine.kernel('complement')(x, count, y);
}

/** The factors of `dropout`, from the same numbers: 0 for what is dropped, 1 / (1 − share) for the rest. */
export function dropoutMask(
  machine: Machine,
  y: Address,
  count: number,
  share: number,
  random: RandomStream,
): void {
  const kept = 1 / (1 - share);
  const mask = machine.floats(y, count);
  for (let i = 0; i < count; i++) mask[i] = random.uniform() < share ? 0 : kept;
}

/** Channels of images [n, positions, channels] and factors [n, channels]. */
export class SimdByChannel {
  readonly #shape: readonly [number, number, number];
  readonly #call;

  constructor(
    machine: Machine,
    { n, positions, channels }: { readonly n: number; readonly positions: number; readonly channels: number },
  ) {
    this.#shape = [n, positions, channels];
    this.#call = { byChannel: machine.kernel('byChannel'), along: machine.kernel('along') };
  }

  /** y: every channel of every image times its own factor. */
  byChannel(x: Address, factors: Address, y: Address, adds: boolean): void {
    const [n, positions, channels] = this.#shape;
    this.#call.byChannel(x, factors, y, n, positions, channels, Number(adds));
  }

  /** y [n, channels]: the sum of a · b over the positions of each image. */
  along(a: Address, b: Address, y: Address): void {
    const [n, positions, channels] = this.#shape;
    this.#call.along(a, b, y, n, positions, channels);
  }
}
