/** Numbers as text. Exponents are written `1.23e-8`, so that what is copied from the page can be parsed again. */
import { classify } from './norms';

function digits(value: number, count: number): string {
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e5) {
    const rounded = Number(value.toPrecision(count));
    const decimals = count - 1 - Math.floor(Math.log10(Math.abs(rounded)));
    return rounded.toFixed(Math.max(0, decimals));
  }
  return value.toExponential(count - 1).replace('e+', 'e');
}

/** A measured norm to three significant digits; zero, underflow and non-finite values by name. */
export function formatNorm(value: number): string {
  switch (classify(value)) {
    case 'nan':
      return 'NaN';
    case 'infinite':
      return '∞';
    case 'zero':
      return '0';
    case 'underflow':
      return 'underflow';
    case 'normal':
      return digits(value, 3);
  }
}

/** A measured value to seven significant digits, as many as float32 has. */
export function formatExact(value: number): string {
  switch (classify(value)) {
    case 'nan':
      return 'NaN';
    case 'infinite':
      return value > 0 ? '∞' : '−∞';
    case 'zero':
      return '0';
    case 'underflow':
    case 'normal':
      return digits(value, 7);
  }
}

/** First over last, with two significant digits; division by zero and non-finite norms give `∞`, `NaN`. */
export function formatRatio(first: number, last: number): string {
  const ratio = first / last;
  if (Number.isNaN(ratio)) return 'NaN';
  if (ratio === 0) return '0×';
  if (ratio === Infinity) return '∞';
  const text =
    ratio >= 1e5 || ratio < 1e-3
      ? ratio.toExponential(1).replace('e+', 'e')
      : ratio >= 100
        ? String(Math.round(ratio))
        : digits(ratio, 2);
  return `${text}×`;
}

/** A share of 0 to 1 as percent with two decimals. */
export function formatPercent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(2)} %` : 'NaN';
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A power of ten for an axis: plain between 0.001 and 10000, else `10⁻⁸`. */
export function formatPower(exponent: number): string {
  if (exponent >= -3 && exponent <= 4) {
    return exponent < 0 ? (10 ** exponent).toFixed(-exponent) : String(10 ** exponent);
  }
  const raised = Array.from(String(Math.abs(exponent)), (digit) => SUPERSCRIPTS[Number(digit)] ?? '').join(
    '',
  );
  return `10${exponent < 0 ? '⁻' : ''}${raised}`;
}
