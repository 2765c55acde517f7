/**
 * Reading values of unknown origin: each reader gives a value that is valid, and the reason where it is not the one that was
 * given. None of them throws, and none looks at more of a list than it may keep. A `FieldReader` reads those of fields, and
 * records what had to be replaced, for the notices on the page.
 */
import type {
  Bounds,
  ChoiceSetting,
  FlagSetting,
  NumberSetting,
  StageSetting,
  Value,
} from '../setting-kinds';
import { partOf } from '../parts';
import type { BlockOverride } from '../schema';
import type { Part, PartName } from '../settings';
import { formatNumbers, formatScalar } from './format';

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
  /** What is out of its range, and that range, of a field that has more than one. */
  readonly range?: PartRange;
}

/** From where to where a part of a recorded event, or of what a block has of its own, may be. */
export interface PartRange extends Bounds {
  readonly part: 'step' | 'gain' | 'rate' | keyof Omit<BlockOverride, 'kind'>;
}

const GIVEN_LENGTH = 40;

/** So many repairs are listed, so that a link of garbage does not bury the page. */
const LISTED = 20;

/** Cuts text for a notice, at whole characters, and makes what cannot be seen visible. */
export function cut(text: string): string {
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

  add(field: string, given: string, used: string, reason: RepairReason, range?: PartRange): void {
    if (this.#repairs.length >= LISTED) this.#further++;
    else
      this.#repairs.push({
        field: cut(field),
        given: cut(given),
        used: cut(used),
        reason,
        ...(range !== undefined && { range }),
      });
  }

  get list(): readonly Repair[] {
    if (this.#further === 0) return this.#repairs;
    return [...this.#repairs, { field: 'link', given: String(this.#further), used: '', reason: 'more' }];
  }
}

export interface Reading<T> {
  readonly value: T;
  /** Null where the value is the one given. */
  readonly reason: RepairReason | null;
}

/** A number within bounds: rounded if it must be an integer, moved to the nearer bound, else the fallback. */
export function readNumber(
  raw: unknown,
  { min, max, integer }: Bounds & { readonly integer: boolean },
  fallback: number,
): Reading<number> {
  if (raw === undefined) return { value: fallback, reason: 'missing' };
  if (typeof raw !== 'number' || Number.isNaN(raw)) return { value: fallback, reason: 'malformed' };
  if (raw < min) return { value: min, reason: 'out-of-range' };
  if (raw > max) return { value: max, reason: 'out-of-range' };
  if (integer && !Number.isInteger(raw)) return { value: Math.round(raw), reason: 'not-integer' };
  // Adding 0 turns -0 into 0, which text could not tell from it.
  return { value: raw + 0, reason: null };
}

/** A number of a stage or block: of one that is between those that it may be, the next smaller one. */
export function readStageNumber(raw: unknown, setting: StageSetting, fallback: number): Reading<number> {
  const reading = readNumber(raw, setting, fallback);
  const { among } = setting;
  if (among === undefined || Number.isNaN(reading.value) || among.includes(reading.value)) return reading;
  const below = among.filter((each) => each < reading.value);
  return { value: Math.max(...below), reason: 'out-of-range' };
}

/** True or false, else the fallback. */
function readFlag(raw: unknown, fallback: boolean): Reading<boolean> {
  if (typeof raw === 'boolean') return { value: raw, reason: null };
  return { value: fallback, reason: raw === undefined ? 'missing' : 'malformed' };
}

/** A text without what cannot be seen, of at most so many characters; null where nothing is left. */
export function readText(raw: unknown, max: number): Reading<string | null> {
  if (typeof raw !== 'string') return { value: null, reason: raw === undefined ? 'missing' : 'malformed' };
  const visible = raw.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').trim();
  const characters = Array.from(visible);
  const value = characters.slice(0, max).join('').trim();
  if (value === '') return { value: null, reason: 'too-short' };
  const reason = characters.length > max ? 'too-long' : 'malformed';
  return { value, reason: value === raw ? null : reason };
}

/** One of the choices, else the fallback. */
export function readChoice<T extends string | number>(
  raw: unknown,
  choices: readonly T[],
  fallback: T,
): Reading<T> {
  const value = choices.find((candidate) => candidate === raw);
  if (value !== undefined) return { value, reason: null };
  if (raw === undefined) return { value: fallback, reason: 'missing' };
  return { value: fallback, reason: typeof raw === typeof fallback ? 'unknown' : 'malformed' };
}

/**
 * A list of exactly `length` items. What is too much is left out, what is missing is filled in, and the reason is that
 * of the first fault.
 */
export function readList<T>(
  raw: unknown,
  length: number,
  readItem: (item: unknown, index: number) => Reading<T>,
  fill: (index: number, given: readonly T[]) => T,
): Reading<T[]> {
  const items: readonly unknown[] = Array.isArray(raw) ? raw : [];
  let reason: RepairReason | null = null;
  if (raw === undefined) reason = 'missing';
  else if (!Array.isArray(raw)) reason = 'malformed';
  else if (raw.length > length) reason = 'too-long';
  else if (raw.length < length) reason = 'too-short';
  const value: T[] = [];
  for (let index = 0; index < Math.min(items.length, length); index++) {
    const reading = readItem(items[index], index);
    reason ??= reading.reason;
    value.push(reading.value);
  }
  const given = [...value];
  for (let index = value.length; index < length; index++) value.push(fill(index, given));
  return { value, reason };
}

type ScalarSpec =
  | Pick<NumberSetting, 'kind' | 'min' | 'max' | 'integer'>
  | Pick<ChoiceSetting, 'kind' | 'choices'>
  | Pick<FlagSetting, 'kind'>;

/** A single value, as its setting says. */
function readScalar<T extends Value>(raw: unknown, setting: ScalarSpec, usual: T): Reading<Value> {
  switch (setting.kind) {
    case 'number':
      return readNumber(raw, setting, Number(usual));
    case 'choice':
      return readChoice(raw, setting.choices, usual as string | number);
    case 'flag':
      return readFlag(raw, usual === true);
  }
  return setting satisfies never;
}

/**
 * Values by field name, as given. A field that is absent takes its default in silence, one that is present but
 * undefined is noted as missing.
 */
export type Fields = ReadonlyMap<string, unknown>;

/** Gives the text of a field where it was read from a text, so that a notice quotes what was written. */
export type Quote = (field: string) => string | undefined;

export class FieldReader {
  readonly fields: Fields;
  readonly log: RepairLog;
  readonly #quote: Quote;
  /** Stands before every name that is asked for. */
  readonly #prefix: string;

  constructor(fields: Fields, log: RepairLog, quote: Quote, prefix = '') {
    this.fields = fields;
    this.log = log;
    this.#quote = quote;
    this.#prefix = prefix;
  }

  /** A reader of the same fields whose names all begin with this. */
  under(prefix: string): FieldReader {
    return new FieldReader(this.fields, this.log, this.#quote, prefix);
  }

  /** Name of a field in the link. */
  nameOf(name: string): string {
    return `${this.#prefix}${name}`;
  }

  has(name: string): boolean {
    return this.fields.has(this.nameOf(name));
  }

  raw(name: string): unknown {
    return this.fields.get(this.nameOf(name));
  }

  field<T>(name: string, usual: T, read: (raw: unknown) => Reading<T>, format: (value: T) => string): T {
    if (!this.has(name)) return usual;
    const raw = this.raw(name);
    const { value, reason } = read(raw);
    if (reason !== null) {
      const full = this.nameOf(name);
      this.log.add(full, this.#quote(full) ?? describe(raw), format(value), reason);
    }
    return value;
  }

  /** The single value of a setting. */
  scalar<T extends Value>(name: string, setting: ScalarSpec, usual: T): T {
    const read = (raw: unknown): Reading<T> => readScalar(raw, setting, usual) as Reading<T>;
    return this.field(name, usual, read, formatScalar);
  }

  /** All single values of a part of a config; those of `read` were read before, and are not again. */
  part<Name extends PartName>(part: Name, usual: Part<Name>, read: Partial<Part<Name>> = {}): Part<Name> {
    const values = partOf(part, (key, setting) => {
      const before = (usual as Readonly<Record<string, Value>>)[setting.name] ?? setting.default;
      return Object.hasOwn(read, setting.name) ? before : this.scalar(key, setting, before);
    });
    return { ...values, ...read };
  }

  /** A number per stage; `rest` fills in what a list that is too short leaves out. */
  perStage(
    name: string,
    setting: StageSetting,
    usual: readonly number[],
    rest: readonly number[] = usual,
  ): readonly number[] {
    const readItem = (item: unknown, index: number): Reading<number> =>
      readStageNumber(item, setting, usual[index] ?? 1);
    const read = (raw: unknown): Reading<readonly number[]> =>
      readList(raw, usual.length, readItem, (index) => (Array.isArray(raw) ? rest : usual)[index] ?? 1);
    return this.field(name, usual, read, formatNumbers);
  }
}
