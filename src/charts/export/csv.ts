/** Numbers as comma-separated values, by RFC 4180. */
import type { ChartData } from '../core/exhibit';

/**
 * A line of titles and one per row, each ended by CRLF. Numbers are as JavaScript writes them, so that they are read again to the
 * last bit; what was not measured is empty. Names that would be formulas have an apostrophe before
 * them. Fields with commas, quotes or line breaks are quoted.
 */
export function csvOf({ columns, rows }: ChartData): string {
  const line = (fields: readonly (string | number | undefined)[]): string =>
    `${fields.map((field) => quoted(typeof field === 'string' ? inert(field) : String(field ?? ''))).join(',')}\r\n`;
  return [columns, ...rows].map(line).join('');
}

/** A name that a spreadsheet would reckon, `=1+1`, as a text: by the apostrophe with which one types such a text there. */
function inert(name: string): string {
  return /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(name) ? `'${name}` : name;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
