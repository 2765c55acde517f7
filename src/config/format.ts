/**
 * How values are written in links and notices. Only characters that stay as they are in the fragment of an address, and
 * that neither mail nor chat takes for markup (so no asterisk and no underscore).
 */
import type { SwitchEvent } from './schema';

/** The shortest decimal that reads back as the same number. */
export function formatNumber(value: number): string {
  return String(value);
}

export function formatNumbers(values: readonly number[]): string {
  return values.map(formatNumber).join(',');
}

/** Gains with runs counted, `1x3,0,0.5x2`; equal ones throughout as a single number, whatever their count. */
export function formatGains(gains: readonly number[]): string {
  const runs: { gain: number; count: number }[] = [];
  for (const gain of gains) {
    const last = runs.at(-1);
    if (last !== undefined && last.gain === gain) last.count++;
    else runs.push({ gain, count: 1 });
  }
  const [first] = runs;
  if (first !== undefined && runs.length === 1) return formatNumber(first.gain);
  return runs
    .map(({ gain, count }) => (count === 1 ? formatNumber(gain) : `${formatNumber(gain)}x${count}`))
    .join(',');
}

/** `12:plain:all:1` is step 12, lane plain, all blocks, gain 1. */
export function formatSwitch({ step, lane, block, gain }: SwitchEvent): string {
  return `${step}:${lane}:${block}:${formatNumber(gain)}`;
}

export function formatSwitches(events: readonly SwitchEvent[]): string {
  return events.map(formatSwitch).join(';');
}
