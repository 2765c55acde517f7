/** Numbers as comma-separated values, by RFC 4180. */
import type { ChartData } from '../core/exhibit';

/**
 * A line of titles and one per row, each ended by CRLF. Numbers are as JavaScript writes them, so that they are read again to the
 * last bit; what was not measured is empty. Fields with commas, quotes or line breaks are quoted.
 */
export function csvOf({ columns, rows }: ChartData): string {
  const line = (fields: readonly (string | number | undefined)[]): string =>
    `${fields.map((field) => quoted(field === undefined ? '' : String(field))).join(',')}\r\n`;
  return [columns, ...rows].map(line).join('');
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
