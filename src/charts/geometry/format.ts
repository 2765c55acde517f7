/**
 * Numbers as text, and the classes of a norm that every panel tells apart. Powers of ten are written in one way, `1.23×10⁻⁸`, in
 * tables, texts and on axes; for programs, cells hold their number as `data-value`.
 */

/** Smallest normal number of float32, 2⁻¹²⁶: below it precision is lost bit by bit, and many GPUs make it 0. */
const SMALLEST_NORMAL = 2 ** -126;

export type NormClass = 'zero' | 'underflow' | 'normal' | 'infinite' | 'nan';

export function classify(value: number): NormClass {
  if (Number.isNaN(value)) return 'nan';
  const size = Math.abs(value);
  if (size === Infinity) return 'infinite';
  if (size === 0) return 'zero';
  return size < SMALLEST_NORMAL ? 'underflow' : 'normal';
}

/** Whether a logarithmic axis has a place for the value. */
export function isNormal(value: number): boolean {
  return value >= SMALLEST_NORMAL && value < Infinity;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁻⁸`. */
function power(exponent: number): string {
  const raised = Array.from(String(Math.abs(exponent)), (digit) => SUPERSCRIPTS[Number(digit)] ?? '');
  return `10${exponent < 0 ? '⁻' : ''}${raised.join('')}`;
}

/** Factor and exponent of a number with so many significant digits. */
function parts(value: number, count: number): readonly [factor: string, exponent: number] {
  const [factor = '', exponent = ''] = value.toExponential(count - 1).split('e');
  return [factor.replace('-', '−'), Number(exponent)];
}

/** A finite number with so many significant digits as a power of ten, `1.62×10⁻³⁷`. */
export function formatScientific(value: number, count: number): string {
  const [factor, exponent] = parts(value, count);
  return `${factor}×${power(exponent)}`;
}

/** A finite number to so many significant digits without idle zeros: `0.25`, `2×10⁻⁷`, `10⁻⁸`. */
export function formatShort(value: number, count = 3): string {
  const rounded = Number(value.toPrecision(count));
  const size = Math.abs(rounded);
  if (size === 0) return '0';
  if (size >= 1e-3 && size < 1e5) return String(rounded).replace('-', '−');
  const [factor, exponent] = parts(value, count);
  const least = factor.includes('.') ? factor.replace(/\.?0+$/, '') : factor;
  return least === '1' ? power(exponent) : `${least}×${power(exponent)}`;
}

function digits(value: number, count: number): string {
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e5) {
    const rounded = Number(value.toPrecision(count));
    const decimals = count - 1 - Math.floor(Math.log10(Math.abs(rounded)));
    return rounded.toFixed(Math.max(0, decimals));
  }
  return formatScientific(value, count);
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

/** A measured value to three significant digits, as it is read out. */
export function formatReading(value: number): string {
  return formatExact(value, 3);
}

/** A measured value to seven significant digits, as many as float32 has. */
export function formatExact(value: number, count = 7): string {
  switch (classify(value)) {
    case 'nan':
      return 'NaN';
    case 'infinite':
      return value > 0 ? '∞' : '−∞';
    case 'zero':
      return '0';
    case 'underflow':
    case 'normal':
      return digits(value, count);
  }
}

/** First over last, with two significant digits, `5.2×` or a power of ten; division by zero gives `∞` or `0/0`, norms that are not finite `NaN`. */
export function formatRatio(first: number, last: number): string {
  const ratio = first / last;
  if (first === 0 && last === 0) return '0/0';
  if (Number.isNaN(ratio)) return 'NaN';
  if (ratio === 0) return '0×';
  if (ratio === Infinity) return '∞';
  if (ratio >= 1e5 || ratio < 1e-3) return formatScientific(ratio, 2);
  return `${ratio >= 100 ? String(Math.round(ratio)) : digits(ratio, 2)}×`;
}

/** A share of 0 to 1 as percent with two decimals. */
export function formatPercent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(2)} %` : 'NaN';
}

/** A share of 0 to 1 as whole percent, without the sign; what is neither none nor all does not look so. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.01) return '<1';
  if (share > 0.99 && share < 1) return '>99';
  return (100 * share).toFixed(0);
}
