/** Reading and writing numbers in fields, free of the DOM. */

export interface NumberBounds {
  readonly min: number;
  readonly max: number;
}

export type NumberReading =
  { readonly value: number } | { readonly problem: 'not-a-number' | 'not-integer' | 'out-of-range' };

/** Reads what was typed; a decimal comma is taken as a point. */
export function readNumber(text: string, { min, max }: NumberBounds, integer: boolean): NumberReading {
  const trimmed = text.trim().replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return { problem: 'not-a-number' };
  const value = Number(trimmed);
  if (integer && !Number.isInteger(value)) return { problem: 'not-integer' };
  // Minus zero would not survive a link.
  return value < min || value > max ? { problem: 'out-of-range' } : { value: value + 0 };
}

/** Writes a number in digits where that is readable, so that it reads back as the same number. */
export function formatNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e-')) return text;
  const digits = value.toFixed(12).replace(/0+$/, '');
  return Number(digits) === value ? digits : text;
}
