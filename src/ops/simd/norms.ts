/** Norms on a machine, each with what follows in the same pass. */
import { EPSILON } from '../kernels';
import { Activation, type End, type EndGradient } from './epilogue';
import type { Address } from './heap';
import type { Machine } from './machine';

const FLOAT = 4;

/** dx, or room whose numbers are then added to it. */
function written(machine: Machine, use: string, to: Address, count: number, adds: boolean) {
  const at = adds ? machine.scratch(use, count) : to;
  return { at, add: (): void => void (adds && machine.kernel('addTo')(to, at, count)) };
}

interface NormShape {
  /** Of all images together. */
  readonly rows: number;
  readonly channels: number;
  /** Rows of one image. */
  readonly positions: number;
}

/** Batch norm of [rows, channels] (Ioffe & Szegedy 2015, arXiv:1502.03167). All parameters and statistics are [channels]. */
export class SimdBatchNorm {
  readonly #machine: Machine;
  readonly #shape: NormShape;
  readonly #activation: Activation;
  readonly #call;

  constructor(machine: Machine, shape: NormShape) {
    this.#machine = machine;
    this.#shape = shape;
    this.#activation = new Activation(machine, shape.rows * shape.channels);
    this.#call = {
      moments: machine.kernel('channelMoments'),
      roots: machine.kernel('inverseRoots'),
      normalise: machine.kernel('normalise'),
      sums: machine.kernel('gradientSums'),
      factors: machine.kernel('batchFactors'),
      gradient: machine.kernel('gradientOfNorm'),
    };
  }

  /** With the statistics of x, which it tells: mean, biased variance, and 1 / √(variance + ε). */
  training(
    x: Address,
    scale: Address,
    shift: Address,
    end: End,
    y: Address,
    kept: Address,
    mean: Address,
    variance: Address,
    inverse: Address,
  ): void {
    const { rows, channels, positions } = this.#shape;
    this.#call.moments(x, rows, channels, mean, variance, inverse, positions, EPSILON);
    this.#normalise(x, scale, shift, end, y, kept, mean, inverse);
  }

  /** With given statistics. */
  inference(
    x: Address,
    scale: Address,
    shift: Address,
    mean: Address,
    variance: Address,
    end: End,
    y: Address,
    kept: Address,
  ): void {
    this.#normalise(x, scale, shift, end, y, kept, mean, this.#roots(variance));
  }

  /** dx may be dy. Without dShortcut (0) none is written. */
  trainingGradient(
    dy: Address,
    kept: Address,
    x: Address,
    scale: Address,
    mean: Address,
    inverse: Address,
    end: EndGradient,
    dx: Address,
    addsX: boolean,
    dScale: Address,
    dShift: Address,
    dShortcut: Address,
    addsShortcut: boolean,
  ): void {
    const { rows, channels, positions } = this.#shape;
    const given = this.#activation.incoming(dy, kept, end.activation);
    const [factor, centred, constant] = this.#factors();
    const { sums, factors, gradient } = this.#call;
    const [adds, addsSlope] = [addsX ? 1 : 0, addsShortcut ? 1 : 0];
    sums(
      given.dy,
      given.mask,
      x,
      dShortcut,
      rows,
      channels,
      mean,
      dShift,
      dScale,
      end.gain,
      positions,
      addsSlope,
    );
    factors(dShift, dScale, scale, inverse, rows, channels, factor, centred, constant);
    // What was set for a shortcut of gain 1 is the masked gradient itself.
    const isMasked = dShortcut !== 0 && end.gain === 1 && !addsShortcut;
    const [slope, mask] = isMasked ? [dShortcut, 0] : [given.dy, given.mask];
    gradient(slope, mask, x, dx, rows, channels, mean, factor, centred, constant, adds);
  }

  /** Of `inference`, by the images and the shortcut alone. */
  frozenGradient(
    dy: Address,
    kept: Address,
    scale: Address,
    variance: Address,
    end: EndGradient,
    dx: Address,
    addsX: boolean,
    dShortcut: Address,
    addsShortcut: boolean,
  ): void {
    const { rows, channels } = this.#shape;
    const count = rows * channels;
    const given = this.#activation.incoming(dy, kept, end.activation);
    const masked = this.#machine.kernel('masked');
    if (dShortcut !== 0) masked(given.dy, given.mask, dShortcut, count, end.gain, addsShortcut ? 1 : 0);
    const [slopes, room] = ['frozen slopes', 'frozen gradient'].map((use, i) =>
      this.#machine.scratch(use, i === 0 ? 2 * channels : count),
    ) as [Address, Address];
    masked(given.dy, given.mask, room, count, 1, 0);
    const zeros = this.#machine.room(`zeros of ${channels}`, channels);
    const to = written(this.#machine, 'gradient of x', dx, count, addsX);
    // A product with scale / √(variance + ε), as a norm of mean and shift 0.
    this.#call.normalise(
      room,
      to.at,
      0,
      rows,
      channels,
      zeros,
      this.#roots(variance, slopes),
      scale,
      zeros,
      0,
      0,
    );
    to.add();
  }

  #normalise(
    x: Address,
    scale: Address,
    shift: Address,
    end: End,
    y: Address,
    kept: Address,
    mean: Address,
    inverse: Address,
  ): void {
    const { rows, channels } = this.#shape;
    const { at, relu, shortcut } = this.#activation.target(end, y, kept);
    const { gain } = end;
    this.#call.normalise(x, at, shortcut, rows, channels, mean, inverse, scale, shift, gain, relu);
    this.#activation.finish(end, y, kept);
  }

  #roots(variance: Address, to = this.#machine.scratch('roots', this.#shape.channels)): Address {
    this.#call.roots(variance, to, this.#shape.channels, EPSILON);
    return to;
  }

  #factors(): [Address, Address, Address] {
    const { channels } = this.#shape;
    const at = this.#machine.scratch('factors of norm', 3 * channels);
    return [at, at + FLOAT * channels, at + 2 * FLOAT * channels];
  }
}

interface GroupShape {
  readonly n: number;
  readonly positions: number;
  readonly channels: number;
  readonly groups: number;
}

/** Group norm of [n, positions, channels] (Wu & He 2018, arXiv:1803.08494); of one group it is layer norm. Statistics are [n, groups]. */
export class SimdGroupNorm {
  readonly #machine: Machine;
  readonly #shape: GroupShape;
  readonly #activation: Activation;
  readonly #call;

  constructor(machine: Machine, shape: GroupShape) {
    this.#machine = machine;
    this.#shape = shape;
    this.#activation = new Activation(machine, shape.n * shape.positions * shape.channels);
    this.#call = {
      moments: machine.kernel('groupMoments'),
      expand: machine.kernel('expandGroups'),
      normalise: machine.kernel('normalise'),
      sums: machine.kernel('gradientSums'),
      factors: machine.kernel('groupFactors'),
      gradient: machine.kernel('gradientOfNorm'),
      zero: machine.kernel('zero'),
    };
  }

  forward(
    x: Address,
    scale: Address,
    shift: Address,
    end: End,
    y: Address,
    kept: Address,
    mean: Address,
    inverse: Address,
  ): void {
    const { n, positions, channels, groups } = this.#shape;
    const { at, relu, shortcut } = this.#activation.target(end, y, kept);
    const [means, inverses, room] = this.#vectors('group statistics', 3);
    for (let i = 0; i < n; i++) {
      const image = FLOAT * i * positions * channels;
      const own = FLOAT * i * groups;
      const from = x + image;
      this.#call.moments(
        from,
        positions,
        channels,
        groups,
        mean + own,
        inverse + own,
        means,
        inverses,
        room,
        EPSILON,
      );
      this.#call.normalise(
        from,
        at + image,
        shortcut === 0 ? 0 : shortcut + image,
        positions,
        channels,
        means,
        inverses,
        scale,
        shift,
        end.gain,
        relu,
      );
    }
    this.#activation.finish(end, y, kept);
  }

  gradient(
    dy: Address,
    kept: Address,
    x: Address,
    scale: Address,
    mean: Address,
    inverse: Address,
    end: EndGradient,
    dx: Address,
    addsX: boolean,
    dScale: Address,
    dShift: Address,
    dShortcut: Address,
    addsShortcut: boolean,
  ): void {
    const { n, positions, channels, groups } = this.#shape;
    const given = this.#activation.incoming(dy, kept, end.activation);
    const [adds, addsSlope] = [addsX ? 1 : 0, addsShortcut ? 1 : 0];
    const [means, sum, along, factor, centred, constant] = this.#vectors('group gradients', 6);
    const { expand, sums, factors, gradient, zero } = this.#call;
    zero(dScale, FLOAT * channels);
    zero(dShift, FLOAT * channels);
    for (let i = 0; i < n; i++) {
      const image = FLOAT * i * positions * channels;
      const own = FLOAT * i * groups;
      const [dz, from] = [given.dy + image, x + image];
      const mask = given.mask === 0 ? 0 : given.mask + image;
      const ds = dShortcut === 0 ? 0 : dShortcut + image;
      expand(mean + own, means, groups, channels / groups);
      sums(dz, mask, from, ds, positions, channels, means, sum, along, end.gain, positions, addsSlope);
      factors(
        sum,
        along,
        scale,
        inverse + own,
        positions,
        channels,
        groups,
        factor,
        centred,
        constant,
        dScale,
        dShift,
      );
      gradient(dz, mask, from, dx + image, positions, channels, means, factor, centred, constant, adds);
    }
  }

  #vectors(use: string, count: 3): [Address, Address, Address];
  #vectors(use: string, count: 6): [Address, Address, Address, Address, Address, Address];
  #vectors(use: string, count: number): Address[] {
    const { channels } = this.#shape;
    const at = this.#machine.scratch(use, count * channels);
    return Array.from({ length: count }, (_, i) => at + FLOAT * i * channels);
  }
}
