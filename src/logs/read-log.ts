/**
 * Reads the log of a training as it comes, in pieces of any size: hook.py's JSON lines and CSV, and what others write as far as it
 * goes. What is kept is bounded. A line that cannot be read is passed over and counted; a step that comes again takes back those
 * from there on, as where a training goes on from a checkpoint; another header, or the first step again, begins another run.
 */
import { cellsOf, jsonOf, numberIn, numberOf, separatorOf } from './cells';
import { ABSENT } from './kept-rows';
import { LineReader } from './lines';
import { LogColumns, type Place } from './log-columns';
import { quantityOf } from './quantities';
import type { LineFault, LogOptimiser, LogSummary } from './summary';

/** Faulty lines that are named. */
const MOST_NAMED = 20;
/** A file without a single row after so many lines is none. */
const PATIENCE = 1_000;
/** Objects within a row of JSON are read to this depth, and so many of its entries. */
const DEPTH = 3;
const MOST_ENTRIES = 100_000;

type Fields = Readonly<Record<string, unknown>>;

interface CsvHeader {
  readonly line: string;
  readonly separator: string;
  readonly places: readonly Place[];
  /** Cell of the step; −1 without. */
  readonly step: number;
}

/** A line before the names of columns that is none of them: a comment, or Excel's word for what separates cells. */
const isRemark = (line: string): boolean => /^#\s|^sep=.$/i.test(line);

export class LogReader {
  readonly #name: string;
  readonly #lines: LineReader;
  #format: LogSummary['format'] = null;
  #columns = new LogColumns();
  #optimiser: LogOptimiser | null = null;
  #csv: CsvHeader | null = null;
  #runs = 0;
  #bytes = 0;
  #count = 0;
  #faults = 0;
  #faulty: { line: number; fault: LineFault }[] = [];
  #isCutOff = false;
  #isEnding = false;

  /** @param name Of the file, which may have the tag of its only column in it. */
  constructor(name: string) {
    this.#name = name;
    this.#lines = new LineReader(
      (line, number) => this.#take(line, number),
      (number) => this.#fault(number, 'long'),
    );
  }

  /** Whether there is no use in reading on. */
  get isHopeless(): boolean {
    return this.#columns.rows.taken === 0 && this.#faults >= PATIENCE;
  }

  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#lines.push(bytes);
  }

  /** Takes the last line, whole or not, of a file that does not grow. */
  end(): void {
    this.#isEnding = true;
    this.#lines.end();
    this.#isEnding = false;
  }

  /** All that was read so far, in arrays of its own. */
  summary(): LogSummary {
    const { rows, columns, layers, leftOut } = this.#columns;
    rows.settle();
    return {
      name: this.#name,
      format: this.#format,
      layers: [...layers],
      columns: [...columns],
      ...rows.snapshot(),
      optimiser: this.#optimiser,
      rows: rows.taken,
      runs: this.#runs + (rows.taken > 0 ? 1 : 0),
      bytes: this.#bytes,
      lines: this.#count,
      faults: this.#faults,
      faulty: [...this.#faulty],
      isCutOff: this.#isCutOff || this.#lines.isWithin,
      leftOut,
    };
  }

  #take(line: string, number: number): void {
    this.#count = number;
    if (line.trim() === '' || (this.#csv === null && isRemark(line))) return;
    this.#format ??= line.trimStart().startsWith('{') ? 'jsonl' : 'csv';
    const fault = this.#format === 'jsonl' ? this.#json(line) : this.#cells(line);
    if (fault === null) return;
    if (this.#isEnding) this.#isCutOff = true;
    else this.#fault(number, fault);
  }

  #fault(line: number, fault: LineFault): void {
    this.#faults++;
    if (this.#faulty.length < MOST_NAMED) this.#faulty.push({ line, fault });
  }

  #json(line: string): LineFault | null {
    const fields = jsonOf(line);
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return 'json';
    const row = fields as Fields;
    if (Array.isArray(row['layers'])) {
      this.#header(row['layers'], row['optimizer']);
      return null;
    }
    const numbers: [Place, number][] = [];
    const lists: [Int32Array, readonly unknown[]][] = [];
    const budget = { left: MOST_ENTRIES };
    let step: number | undefined;
    const visit = (part: Fields, path: string, depth: number): LineFault | null => {
      for (const [key, value] of Object.entries(part)) {
        if (budget.left-- <= 0) return null;
        const name = path === '' ? key : `${path}/${key}`;
        if (typeof value === 'object' && value !== null) {
          if (Array.isArray(value)) {
            const quantity = quantityOf(key);
            if (quantity === null || this.#columns.listed === 0) continue;
            if (value.length !== this.#columns.listed) return 'cells';
            lists.push([this.#columns.listOf(quantity), value]);
          } else if (depth < DEPTH) {
            const fault = visit(value as Fields, name, depth + 1);
            if (fault !== null) return fault;
          }
          continue;
        }
        const own = numberOf(value);
        if (own === undefined) continue;
        const place = this.#columns.placeOf(name);
        if (place === 'step') step ??= own;
        else if (place !== null) numbers.push([place, own]);
      }
      return null;
    };
    const fault = visit(row, '', 0);
    if (fault !== null) return fault;
    if (numbers.length === 0 && lists.length === 0) return 'empty';
    if (!this.#begin(step)) return 'step';
    for (const [place, value] of numbers) this.#set(place, value);
    for (const [columns, values] of lists)
      columns.forEach((column, layer) => this.#columns.rows.set(column, numberOf(values[layer]) ?? ABSENT));
    return null;
  }

  /** Begins a run of hook.py, whose layers these are. */
  #header(layers: readonly unknown[], optimiser: unknown): void {
    this.#restart();
    for (const one of layers) {
      const { name, type, shape } = (typeof one === 'object' && one !== null ? one : {}) as Fields;
      // One without a name, or with that of another, has its place all the same.
      const given = typeof name === 'string' ? name : '?';
      const known = this.#columns.hasLayer(given) ? `${given} (${this.#columns.layers.length})` : given;
      this.#columns.layer(known, {
        type: typeof type === 'string' ? type.slice(0, 60) : null,
        shape:
          Array.isArray(shape) && shape.length <= 8 && shape.every((side) => typeof side === 'number')
            ? shape
            : null,
      });
    }
    this.#columns.listed = layers.length;
    const {
      type,
      momentum,
      weight_decay: decay,
    } = (typeof optimiser === 'object' && optimiser !== null ? optimiser : {}) as Fields;
    this.#optimiser = {
      type: typeof type === 'string' ? type.slice(0, 60) : null,
      momentum: typeof momentum === 'number' ? momentum : null,
      weightDecay: typeof decay === 'number' ? decay : null,
    };
  }

  #cells(line: string): LineFault | null {
    const header = this.#csv;
    if (header === null) return this.#names(line);
    if (line === header.line) {
      this.#restart();
      return this.#names(line);
    }
    const cells = cellsOf(line, header.separator);
    if (cells.length !== header.places.length) return 'cells';
    const decimal = header.separator === ';';
    const numberAt = (cell: string): number | undefined =>
      numberIn(decimal && cell.includes(',') ? cell.replace(',', '.') : cell);
    const step = header.step < 0 ? undefined : numberAt(cells[header.step] ?? '');
    if (header.step >= 0 && (step === undefined || step === ABSENT)) return 'step';
    const values = header.places.map((place, index) =>
      place === null || place === 'step' ? ABSENT : (numberAt(cells[index] ?? '') ?? ABSENT),
    );
    // Where others fill a column less often than its step, that row says nothing, and is none.
    if (values.every((value) => value === ABSENT)) return step === undefined ? 'empty' : null;
    if (!this.#begin(step)) return 'step';
    values.forEach((value, index) => this.#set(header.places[index] ?? null, value));
    return null;
  }

  /** Takes the names of the columns of CSV; where the first line has numbers alone, it is a row, and they have none. */
  #names(line: string): LineFault | null {
    const separator = separatorOf(line);
    const cells = cellsOf(line, separator);
    const isRow = cells.every((cell) => Number.isFinite(numberIn(cell)));
    const names = isRow ? cells.map((_, index) => `column ${index + 1}`) : cells.map((cell) => cell.trim());
    const tag = /(?:^|[-_./ ])(loss|lr|learning[_-]rate)(?![a-z])/i.exec(this.#name)?.[1];
    if (tag !== undefined && names.includes('Value')) this.#columns.rename('Value', tag);
    const places = names.map((name) => this.#columns.placeOf(name));
    // The line of a header that comes again begins another run; that of a row does not.
    this.#csv = { line: isRow ? '' : line, separator, places, step: places.indexOf('step') };
    if (names.length < 2 && !isRow && places[0] === null) return 'cells';
    return isRow ? this.#cells(line) : null;
  }

  /** Forgets the run so far: another begins. */
  #restart(): void {
    if (this.#columns.rows.taken > 0) this.#runs++;
    this.#columns = new LogColumns();
  }

  /** Begins a row; without a step it is the one after the last. Returns whether the step is one. */
  #begin(step: number | undefined): boolean {
    const { rows } = this.#columns;
    const own = step === undefined || step === ABSENT ? rows.lastStep + 1 : Math.round(step);
    if (!Number.isSafeInteger(own) || own < 0) return false;
    if (rows.length > 1 && own <= rows.firstStep) {
      rows.clear();
      this.#runs++;
    }
    rows.begin(own);
    return true;
  }

  #set(place: Place, value: number): void {
    if (place === null || place === 'step' || value === ABSENT) return;
    if (place.isPart) this.#columns.rows.join(place.column, value);
    else this.#columns.rows.set(place.column, value);
  }
}
