/** The record of what had to be changed in an experiment that came from outside, for the notices on the page. */

export type RepairReason =
  /** Nothing was given where something must be. */
  | 'missing'
  /** Not the kind of value that the field holds. */
  | 'malformed'
  | 'not-integer'
  | 'out-of-range'
  /** A name that does not exist: of a field, a choice or a lane. */
  | 'unknown'
  | 'duplicate'
  /** A choice that exists, but not together with another one. */
  | 'unfit'
  | 'too-short'
  | 'too-long'
  /** Switches that are not in the order of their steps. */
  | 'unordered'
  | 'newer-version'
  /** More than a browser can hold or compute; see `architecture/budget.ts`. */
  | 'too-large'
  /** Further repairs that are not listed one by one; `given` is their number. */
  | 'more';

export interface Repair {
  /** Name of the field as a link has it (`lr`, `skip.plain`, `switch`), `v`, `link`, or what stood in its place. */
  readonly field: string;
  /** What was given, cut to 40 characters. */
  readonly given: string;
  /** What is used instead, written as in a link; empty where it is left out. */
  readonly used: string;
  readonly reason: RepairReason;
}

const GIVEN_LENGTH = 40;

/** So many repairs are listed, so that a link of garbage does not bury the page. */
const LISTED = 20;

/** Cuts text for a notice, at whole characters, and makes what cannot be seen visible. */
function cut(text: string): string {
  const shown = Array.from(text.slice(0, 2 * GIVEN_LENGTH), (character) =>
    /[\p{C}\p{Z}]/u.test(character) ? (character === ' ' ? ' ' : '�') : character,
  );
  return shown.length <= GIVEN_LENGTH ? shown.join('') : `${shown.slice(0, GIVEN_LENGTH - 1).join('')}…`;
}

/** Any value in few words, without calling anything of its own. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    return Array.from({ length: Math.min(value.length, GIVEN_LENGTH) }, (_, index) => {
      const item: unknown = value[index];
      return Array.isArray(item) ? '[…]' : describe(item);
    }).join(',');
  }
  if (typeof value === 'object' && value !== null) return '{…}';
  if (typeof value === 'function') return 'function';
  return String(value);
}

/** Collects repairs in the order in which they were made. */
export class RepairLog {
  readonly #repairs: Repair[] = [];
  #further = 0;

  add(field: string, given: string, used: string, reason: RepairReason): void {
    if (this.#repairs.length >= LISTED) this.#further++;
    else this.#repairs.push({ field: cut(field), given: cut(given), used: cut(used), reason });
  }

  get list(): readonly Repair[] {
    if (this.#further === 0) return this.#repairs;
    return [...this.#repairs, { field: 'link', given: String(this.#further), used: '', reason: 'more' }];
  }
}
