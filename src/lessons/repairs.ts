/** Places in the file of a lesson, and what was repaired there. */
import { cut, describe, type Repair } from '../config/codec/read';

export type LessonRepairReason =
  /** Nothing was saved: the file is no JSON, no lesson, too long, or has no step. */
  | 'no-json'
  | 'no-lesson'
  | 'no-steps'
  /** The question has too few choices, or measures nothing; it is left out. */
  | 'no-question'
  | 'newer-version'
  | 'missing'
  | 'wrong-type'
  | 'unknown'
  | 'out-of-range'
  | 'too-long'
  | 'too-many'
  /** Something in the link of an experiment: see `link`. */
  | 'experiment';

export interface LessonRepair {
  /** As `steps[2].question.act`; empty for the file as a whole. */
  readonly path: string;
  readonly reason: LessonRepairReason;
  /** Cut short. */
  readonly given: string;
  /** Empty where it is left out. */
  readonly used: string;
  readonly link?: Repair;
}

/** Most repairs that are told of: a file of nothing but faults need not fill the memory. */
const MOST_REPAIRS = 100;

/** A value in the file, by its path. */
export class Place {
  readonly value: unknown;
  readonly #path: string;
  readonly #repairs: LessonRepair[];

  constructor(value: unknown, path: string, repairs: LessonRepair[]) {
    this.value = value;
    this.#path = path;
    this.#repairs = repairs;
  }

  get isObject(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  /** Whether nothing is said: left out, or null. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  /** An own property; absent of what is no object. */
  get(name: string): Place {
    const path = this.#path === '' ? name : `${this.#path}.${name}`;
    const value: unknown =
      this.isObject && Object.hasOwn(this.value as object, name)
        ? (this.value as Readonly<Record<string, unknown>>)[name]
        : undefined;
    return new Place(value, path, this.#repairs);
  }

  note(reason: LessonRepairReason, used: string): void {
    this.#add({
      path: this.#path,
      reason,
      given: this.value === undefined ? '' : describe(this.value),
      used,
    });
  }

  /** A repair within a link. */
  noteOfLink(link: Repair): void {
    this.#add({ path: this.#path, reason: 'experiment', given: link.given, used: link.used, link });
  }

  /** Nothing, in a list: the value is left out of it. */
  leaveOut(reason: LessonRepairReason): never[] {
    this.note(reason, '');
    return [];
  }

  /** Nothing: the value is of a wrong type. */
  drop(): null {
    this.note('wrong-type', '');
    return null;
  }

  /** The values of a list, the first of them where there are more than this; none of what is no list. */
  list(most: number): readonly Place[] {
    const { value } = this;
    if (!Array.isArray(value)) {
      this.note(value === undefined ? 'missing' : 'wrong-type', '');
      return [];
    }
    const all = value as readonly unknown[];
    if (all.length > most)
      this.#add({ path: this.#path, reason: 'too-many', given: String(all.length), used: String(most) });
    return all.slice(0, most).map((one, i) => new Place(one, `${this.#path}[${i}]`, this.#repairs));
  }

  /** A text of at most so many characters. Without a fallback it should be there. */
  text(most: number, fallback?: string): string {
    const { value } = this;
    if (typeof value !== 'string') {
      if (value !== undefined || fallback === undefined)
        this.note(value === undefined ? 'missing' : 'wrong-type', fallback ?? '');
      return fallback ?? '';
    }
    if (value.length <= most) return value;
    this.#add({ path: this.#path, reason: 'too-long', given: String(value.length), used: String(most) });
    // Not within a character of two halves.
    return value.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  }

  /** A whole number within bounds; the fallback, untold, where nothing is said. */
  whole(min: number, max: number, fallback: number): number {
    if (this.isAbsent) return fallback;
    const { value } = this;
    const number = typeof value === 'number' && !Number.isNaN(value) ? value : null;
    const used = number === null ? fallback : Math.min(max, Math.max(min, Math.round(number)));
    if (used !== value) this.note(number === null ? 'wrong-type' : 'out-of-range', String(used));
    return used;
  }

  /** One of some names; the first, told, where it is none. */
  among<T extends string>(names: readonly T[], fallback: T): T {
    const found = names.find((name) => name === this.value);
    if (found === undefined) this.note(this.value === undefined ? 'missing' : 'unknown', fallback);
    return found ?? fallback;
  }

  #add(repair: LessonRepair): void {
    if (this.#repairs.length < MOST_REPAIRS) this.#repairs.push({ ...repair, given: cut(repair.given) });
  }
}
