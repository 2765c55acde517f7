/**
 * How the page of an address opens: whole or as a part in a frame of another page, at which step, training or waiting, in which
 * theme and language. `?until=100` replays the run to its step 100, `?play` has it train from where it opens, `?embed=loss` shows that
 * alone, `?theme=dark` is for frames on dark pages. What cannot be used is told, and the page opens as without it.
 */
import { createStore } from 'zustand/vanilla';
import { LIMITS } from '../config/limits';
import { THEMES, withParameter, type Parameter, type Theme } from './page';

/** What of the page stands in a frame of another: all of its stage, or one of the three parts of that. */
export const EMBEDS = ['stage', 'profile', 'loss', 'diagram'] as const;
export type Embed = (typeof EMBEDS)[number];

/** Something of the query that is not used as it was given. */
export interface OpeningProblem {
  readonly parameter: 'embed' | 'lang' | 'play' | 'theme' | 'until';
  /** Cut to 40 characters. */
  readonly given: string;
  /** The step that is used instead; null where it is left out. */
  readonly used: number | null;
}

export interface Opening {
  /** Null shows the whole page. */
  readonly embed: Embed | null;
  /** Updates that are made unasked, at full speed. */
  readonly until: number;
  /** Whether it goes on training then. */
  readonly plays: boolean;
  /** Null leaves it to the reader, and in a frame to the system. */
  readonly theme: Theme | null;
  /** As the address has it, whether the page knows it or not. Null leaves it to the reader and the browser. */
  readonly language: string | null;
}

export const openingStore = createStore<{
  /** What was not used, until the notice of it is dismissed. */
  readonly problems: readonly OpeningProblem[];
  /** Whether the address had no experiment of its own. */
  readonly isBare: boolean;
}>()(() => ({ problems: [], isBare: false }));

/** Reads how the page is to open. */
export function openingOf(search: string): Opening & { readonly problems: readonly OpeningProblem[] } {
  const query = new URLSearchParams(search);
  const problems: OpeningProblem[] = [];
  const refuse = (parameter: OpeningProblem['parameter'], used: number | null = null): void => {
    problems.push({ parameter, given: (query.get(parameter) ?? '').slice(0, 40), used });
  };
  const among = <T extends string>(parameter: 'embed' | 'theme', known: readonly T[]): T | null => {
    const given = query.get(parameter);
    const found = known.find((name) => name === given) ?? null;
    if (given !== null && found === null) refuse(parameter);
    return found;
  };
  const steps = (): number => {
    const given = query.get('until');
    if (given === null) return 0;
    // Digits alone: what else Number reads, as 0x10 or nothing, nobody means.
    const number = /^[+-]?\d+(?:\.\d+)?(?:e\d+)?$/i.test(given.trim()) ? Number(given) : Number.NaN;
    if (Number.isNaN(number)) {
      refuse('until');
      return 0;
    }
    const { min, max } = LIMITS.openingStep;
    const used = Math.min(max, Math.max(min, Math.round(number)));
    if (used !== number) refuse('until', used);
    return used;
  };
  const flag = (): boolean => {
    const given = query.get('play');
    const plays = given === '' || given === '1' || given === 'true';
    if (given !== null && !plays) refuse('play');
    return plays;
  };
  return {
    embed: among('embed', EMBEDS),
    until: steps(),
    plays: flag(),
    theme: among('theme', THEMES),
    language: query.get('lang'),
    problems,
  };
}

/** The query that opens the page so, with whatever else it says. What need not be said is left out. */
export function withOpening(search: string, { embed, until, plays, theme, language }: Opening): string {
  const parts: [Parameter, string | null][] = [
    ['embed', embed],
    ['theme', theme],
    ['lang', language],
    ['until', until > 0 ? String(until) : null],
    ['play', null],
  ];
  const query = parts.reduce((rest, [parameter, value]) => withParameter(rest, parameter, value), search);
  // A flag needs no value, which URLSearchParams would write all the same.
  return plays ? `${query === '' ? '?' : `${query}&`}play` : query;
}
