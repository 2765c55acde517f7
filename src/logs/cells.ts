/** Single values of files: numbers as different programs write them, and the cells of a line of CSV. */
import { ABSENT } from './kept-rows';

const NOT_FINITE: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Infinity,
  '+inf': Infinity,
  infinity: Infinity,
  '-inf': Infinity,
  '-infinity': Infinity,
};

/** A number in text; `ABSENT` for an empty cell; undefined for what is no number. */
export function numberIn(text: string): number | undefined {
  const value = Number(text);
  if (!Number.isNaN(value)) return text.trim() === '' ? ABSENT : value === ABSENT ? Infinity : value;
  const lower = text.trim().toLowerCase();
  if (lower === 'none' || lower === 'null') return ABSENT;
  return Object.hasOwn(NOT_FINITE, lower) ? NOT_FINITE[lower] : undefined;
}

/** A number of JSON, where those that are not finite may be in text; `ABSENT` for null; undefined for what is no number. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value === ABSENT ? Infinity : value;
  if (value === null) return ABSENT;
  return typeof value === 'string' ? numberIn(value) : undefined;
}

/** JSON as Python writes it, too, where numbers that are not finite stand bare; undefined for what is neither. */
export function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    const quoted = line.replaceAll(/(?<=[:[,]\s?)(?:NaN|-?Infinity)(?=\s?[,\]}])/g, '"$&"');
    if (quoted === line) return undefined;
    try {
      return JSON.parse(quoted);
    } catch {
      return undefined;
    }
  }
}

const SEPARATORS = [',', ';', '\t'];

/** What separates the cells of a file with this first line: whatever there is most of, outside of quotes. */
export function separatorOf(line: string): string {
  const bare = line.replaceAll(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** The cells of a line (RFC 4180, but for ends of lines within quotes, which no name of a column has). */
export function cellsOf(line: string, separator: string): readonly string[] {
  if (!line.includes('"')) return line.split(separator);
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] === '"') {
      let cell = '';
      let end = line.indexOf('"', at + 1);
      while (end >= 0 && line[end + 1] === '"') {
        cell += line.slice(at + 1, end + 1);
        at = end + 1;
        end = line.indexOf('"', at + 1);
      }
      if (end < 0) end = line.length;
      cells.push(cell + line.slice(at + 1, end));
      const next = line.indexOf(separator, end + 1);
      at = next < 0 ? line.length + 1 : next + 1;
    } else {
      const next = line.indexOf(separator, at);
      const end = next < 0 ? line.length : next;
      cells.push(line.slice(at, end));
      at = end + 1;
    }
  }
  return cells;
}
