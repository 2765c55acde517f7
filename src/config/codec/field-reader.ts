/** Reads single fields of unknown origin, and records what had to be replaced. */
import { CLASSIC_FIELDS, FIELDS } from './fields';
import { formatFlag, formatNumbers } from './format';
import { readChoice, readFlag, readList, readNumber, type Reading } from './read';
import { readKernel } from './repair-overrides';
import { describe, type RepairLog } from './repairs';

/**
 * Values by field name, as given. A field that is absent takes its default in silence, one that is present but
 * undefined is noted as missing.
 */
export type Fields = ReadonlyMap<string, unknown>;

/** Gives the text of a field where it was read from a text, so that a notice quotes what was written. */
export type Quote = (field: string) => string | undefined;

/** Fields of all kinds of networks and of the experiment; those of the same name have the same bounds. */
const ALL = { ...CLASSIC_FIELDS, ...FIELDS } as const;

type Named<Kind> = {
  [K in keyof typeof ALL]: (typeof ALL)[K]['kind'] extends Kind ? K : never;
}[keyof typeof ALL];

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

  number(name: Named<'number'>, usual: number): number {
    return this.field(name, usual, (raw) => readNumber(raw, ALL[name], usual), String);
  }

  choice<T extends string | number>(name: string, choices: readonly T[], usual: T): T {
    return this.field(name, usual, (raw) => readChoice(raw, choices, usual), String);
  }

  flag(name: Named<'flag'>, usual: boolean): boolean {
    return this.field(name, usual, (raw) => readFlag(raw, usual), formatFlag);
  }

  /** A number per stage; `rest` fills in what a list that is too short leaves out. */
  perStage(
    name: Named<'numbers'>,
    usual: readonly number[],
    rest: readonly number[] = usual,
  ): readonly number[] {
    const readItem = (item: unknown, index: number): Reading<number> =>
      name === 'kernels' ? readKernel(item, usual[index]) : readNumber(item, ALL[name], usual[index] ?? 1);
    const read = (raw: unknown): Reading<readonly number[]> =>
      readList(raw, usual.length, readItem, (index) => (Array.isArray(raw) ? rest : usual)[index] ?? 1);
    return this.field(name, usual, read, formatNumbers);
  }
}
