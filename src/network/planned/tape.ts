/**
 * Reverse-mode differentiation at planning time. Every op plans its call of the forward pass, and leaves behind how its calls of
 * the backward pass are planned; these are planned in reverse order at the end. Buffers are held as long as a later call needs
 * them, and are then used again.
 */
import { sizeOf, type ImageShape } from '../../architecture/layer';
import type { Address } from '../../ops/simd/heap';
import type { Work } from '../../ops/simd/work';
import type { Room } from './room';

/** A call of the pass, or some work where it may last. */
export interface Call {
  readonly run: () => Work | null;
  /** Layers that the pass has gone through with it. */
  readonly layers: number;
}

/** Memory that several values may lie in. */
interface Span {
  readonly at: Address;
  holders: number;
}

/** Where the gradients that flow back to a value are summed. */
export interface Gradient {
  /** 0 as long as no call is planned that writes there. */
  at: Address;
  /** Whether its memory has become that of another one. */
  moved: boolean;
  /** While the backward pass runs: whether something lies there, so that what comes is added. */
  written: boolean;
}

/** Numbers that an op makes of others; vectors are images of one position. */
export interface Value {
  /** Of one image. */
  readonly shape: ImageShape;
  /** Of all images. */
  readonly floats: number;
  readonly at: Address;
  readonly span: Span;
  /** Null where nobody asks for it. */
  readonly gradient: Gradient | null;
}

interface Entry {
  /** It is planned when they are complete, if anything flows back to one of them. */
  readonly gradients: readonly Gradient[];
  readonly saved: readonly Value[];
  readonly plan: () => void;
  /** Whether the gradients are needed no more behind it. */
  readonly ends: boolean;
}

export class Tape {
  readonly forward: Call[] = [];
  readonly backward: Call[] = [];
  /** Images on the way at once. */
  readonly count: number;
  readonly #room: Room;
  readonly #differentiates: boolean;
  readonly #entries: Entry[] = [];
  readonly #gradients: Gradient[] = [];
  #calls = this.forward;
  /** Buffers of the op whose backward pass is being planned, and of it alone. */
  #passing: Address[] = [];

  /** @param differentiates Whether there is a backward pass. */
  constructor(room: Room, count: number, differentiates: boolean) {
    this.#room = room;
    this.count = count;
    this.#differentiates = differentiates;
  }

  /** A value of its own memory, held once. */
  value(shape: ImageShape, asksGradient = true): Value {
    const floats = this.count * sizeOf(shape);
    const at = this.#room.take(floats);
    return { shape, floats, at, span: { at, holders: 1 }, gradient: asksGradient ? this.#gradient() : null };
  }

  /** The same numbers in another shape. Takes over who holds them. */
  reshaped(value: Value, shape: ImageShape): Value {
    return { ...value, shape };
  }

  /** The same numbers with a gradient of their own, held once more. */
  apart(value: Value): Value {
    return { ...this.hold(value), gradient: this.#gradient() };
  }

  hold(value: Value): Value {
    value.span.holders++;
    return value;
  }

  release({ span }: Value): void {
    span.holders--;
    if (span.holders === 0) this.#room.give(span.at);
  }

  /** Memory for numbers that are neither values nor gradients, held as long as the pass is planned. */
  room(floats: number): Address {
    return this.#room.take(floats);
  }

  /** Memory for the op that is being planned: its only call, or its backward ones. */
  passing(floats: number): Address {
    const at = this.#room.take(floats);
    this.#passing.push(at);
    return at;
  }

  call(call: () => void, layers = 0): void {
    const run = (): null => {
      call();
      return null;
    };
    this.#calls.push({ run, layers });
  }

  /** Plans what may last: see `Call`. */
  work(run: () => Work, layers = 0): void {
    this.#calls.push({ run, layers });
  }

  /** What is planned runs only where the condition then holds, which is the same throughout a pass. */
  when<T>(holds: () => boolean, plan: () => T): T {
    const outer = this.#calls;
    const own: Call[] = [];
    this.#calls = own;
    const planned = plan();
    this.#calls = outer;
    for (const { run, layers } of own) outer.push({ run: () => (holds() ? run() : null), layers });
    return planned;
  }

  /** What an op does when the gradient of its output `y` is complete; `saved` are the values that it reads then. */
  differentiate(y: Value, saved: readonly Value[], plan: (dy: Gradient) => void): void {
    const { gradient } = y;
    if (gradient === null) return;
    for (const value of saved) this.hold(value);
    this.#entries.push({ gradients: [gradient], saved, plan: () => plan(gradient), ends: true });
  }

  /** What is done when the gradients of values that lie `apart` are complete. */
  differentiateApart(gradients: readonly Gradient[], plan: () => void): void {
    this.#entries.push({ gradients, saved: [], plan, ends: true });
  }

  /** Plans something for when the gradient of a value is complete, before the op that made the value takes it. */
  observe({ gradient }: Value, plan: (gradient: Gradient) => void): void {
    if (gradient === null) return;
    this.#entries.push({ gradients: [gradient], saved: [], plan: () => plan(gradient), ends: false });
  }

  /**
   * Where an op is to add what flows back to a value. It may lie in place of the gradient `over` of the op's output, where the
   * kernel can do that and nothing lies there yet; who asks for nothing gets memory that nobody reads.
   */
  into(value: Value, over?: Gradient): Gradient {
    if (value.gradient === null) return { at: this.passing(value.floats), moved: false, written: false };
    const { gradient } = value;
    if (gradient.at === 0 && over !== undefined) {
      gradient.at = over.at;
      over.moved = true;
    } else if (gradient.at === 0) gradient.at = this.#room.take(value.floats);
    return gradient;
  }

  /** Plans the backward pass, in the reverse order of the forward one. */
  planBackward(): void {
    this.#calls = this.backward;
    for (const { gradients, saved, plan, ends } of this.#entries.toReversed()) {
      // Nothing flows back to what nothing reads.
      if (gradients.some(({ at }) => at !== 0)) plan();
      if (ends) for (const { at, moved } of gradients) if (at !== 0 && !moved) this.#room.give(at);
      this.endOp();
      for (const value of saved) this.release(value);
    }
  }

  /** Gives back what was `passing`. */
  endOp(): void {
    for (const at of this.#passing) this.#room.give(at);
    this.#passing = [];
  }

  /** Forgets all gradients, before a backward pass runs. */
  clear(): void {
    for (const gradient of this.#gradients) gradient.written = false;
  }

  #gradient(): Gradient | null {
    if (!this.#differentiates) return null;
    const made = { at: 0, moved: false, written: false };
    this.#gradients.push(made);
    return made;
  }
}
