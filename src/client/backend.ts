/** Which backend the address asks for, and how many workers: settings of the run, in the query, not part of the experiment. */
import { withParameter } from '../state/page';
import type { BackendChoice } from '../contract/backend';
import { hasRelaxedSimd } from '../contract/wasm-features';

const BACKEND_CHOICES: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm', 'wasm-relaxed', 'cpu'];

/** Those to choose among in this browser, and the one that was chosen already. */
export function offeredBackends(chosen: BackendChoice): readonly BackendChoice[] {
  return BACKEND_CHOICES.filter(
    (choice) => choice !== 'wasm-relaxed' || choice === chosen || hasRelaxedSimd(),
  );
}

/** Reads `?backend=`; `unknown` is what was asked for where no such backend exists, cut to 40 characters. */
export function backendOf(search: string): {
  readonly choice: BackendChoice;
  readonly unknown: string | null;
} {
  const asked = new URLSearchParams(search).get('backend');
  if (asked === null) return { choice: 'auto', unknown: null };
  const choice = BACKEND_CHOICES.find((name) => name === asked);
  return choice === undefined ? { choice: 'auto', unknown: asked.slice(0, 40) } : { choice, unknown: null };
}

/** Reads `?workers=`: at most so many train lanes; undefined where it names no number from 1 on. */
export function workersOf(search: string): number | undefined {
  const asked = Number(new URLSearchParams(search).get('workers'));
  return Number.isInteger(asked) && asked > 0 ? asked : undefined;
}

/** The same address with another backend asked for; hash and other settings stay. */
export function withBackend(href: string, choice: BackendChoice): string {
  const url = new URL(href);
  url.search = withParameter(url.search, 'backend', choice === 'auto' ? null : choice);
  return url.href;
}
