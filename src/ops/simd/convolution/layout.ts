import type { Address } from '../heap';
import type { Kernel, Machine } from '../machine';
import type { Frame } from './geometry';

/** Images [n, h, w, channels], by groups of channels, as a core reads them: where they lie already, or copied into a frame. */
export class Layout {
  /** Bytes from a group to the next one. */
  readonly group: number;
  readonly #arrange: Kernel;
  readonly #sizes: readonly number[];
  /** Only the middle of it is ever written, by images of one size: what lies around stays 0. 0: none is needed. */
  readonly #room: Address;

  constructor(
    machine: Machine,
    /** Layouts of different uses may be needed at once. */
    use: 'data' | 'gradients',
    [n, h, w, channels]: readonly [n: number, h: number, w: number, channels: number],
    { tall, wide, top, left, lanes }: Frame,
    groups: number,
  ) {
    const sizes = [n, h, w, channels, groups, tall, wide, top, left, lanes];
    const fits = tall === h && wide === w && groups === 1 && lanes === channels;
    this.#arrange = machine.kernel('arrange');
    this.#sizes = sizes;
    this.group = 4 * n * tall * wide * lanes;
    this.#room = fits ? 0 : machine.room(`${use} ${sizes.join()}`, (groups * this.group) / 4);
  }

  /** Where the images at `x` lie in this layout, until it is asked for others. */
  of(x: Address): Address {
    if (this.#room === 0) return x;
    this.#arrange(x, this.#room, ...this.#sizes);
    return this.#room;
  }
}

/** Channels filled up to whole vectors. */
export const upTo4 = (count: number): number => 4 * Math.ceil(count / 4);
