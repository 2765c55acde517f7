/** Numbers as the page's controls and cards show them. Charts format their own. */
import { formatScientific } from '../../charts/geometry/format';
import type { ImageShape } from '../../architecture/plan';

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** A whole number with thousands separated. */
export function formatCount(value: number): string {
  return grouped.format(value);
}

/** Three significant digits with K, M or B. */
export function formatCompact(value: number): string {
  return compact.format(value);
}

/** Height × width × channels of one image's activations. */
export function formatShape({ height, width, channels }: ImageShape): string {
  return `${height}×${width}×${channels}`;
}

/** A loss with three decimals, or three digits where it is small; powers of ten where it has run away. */
export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1000 || (size > 0 && size < 1e-3)) return formatScientific(value, 3);
  return size >= 0.1 || size === 0 ? value.toFixed(3) : String(Number(value.toPrecision(3)));
}

/** Percent with one decimal, without the sign. */
export function formatPercent(share: number): string {
  return Number.isFinite(share) ? (100 * share).toFixed(1) : String(share);
}

export function formatMilliseconds(value: number): string {
  return value < 10 ? value.toFixed(1) : grouped.format(value);
}

/** Bytes with three significant digits, in powers of 1,024. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'] as const;
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return `${compact.format(bytes / 1024 ** power)} ${units[power]}`;
}
