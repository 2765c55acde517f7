/** How far runs had come when they were last heard of: a few bytes each second, so that what was lost can be told. */

const KEY = 'resnet-explorer.alive.';
/** Names the run of a tab, through a reload and a crash. */
const TAB = 'resnet-explorer.run-of-tab';

export interface Beat {
  readonly step: number;
  /** Milliseconds. */
  readonly trained: number;
}

export class Heart {
  readonly #all: Storage | null;
  readonly #tab: Storage | null;
  /** The run that was at hand in this tab before. */
  readonly ofTab: string | null;

  constructor(all: Storage | null, tab: Storage | null) {
    this.#all = all;
    this.#tab = tab;
    this.ofTab = quietly(() => tab?.getItem(TAB) ?? null);
  }

  /** This run is at hand in this tab, and kept. */
  remember(id: string): void {
    quietly(() => this.#tab?.setItem(TAB, id));
  }

  beat(id: string, { step, trained }: Beat): void {
    quietly(() => this.#all?.setItem(KEY + id, JSON.stringify([step, Math.round(trained)])));
  }

  /** Null where nothing was heard of it. */
  last(id: string): Beat | null {
    return quietly(() => {
      const [step, trained]: unknown[] = JSON.parse(this.#all?.getItem(KEY + id) ?? '[]') as unknown[];
      return typeof step === 'number' && typeof trained === 'number' ? { step, trained } : null;
    });
  }

  forgetAllBut(ids: readonly string[]): void {
    quietly(() => {
      const all = this.#all;
      if (all === null) return;
      const keys = Array.from({ length: all.length }, (_, i) => all.key(i) ?? '');
      for (const key of keys)
        if (key.startsWith(KEY) && !ids.includes(key.slice(KEY.length))) all.removeItem(key);
    });
  }
}

/** Browsers may refuse, and what is stored may be anything: then there is nothing. */
function quietly<T>(attempt: () => T): T | null {
  try {
    return attempt();
  } catch {
    return null;
  }
}

export function heartOf(page: Pick<Window, 'localStorage' | 'sessionStorage'>): Heart {
  return new Heart(
    quietly(() => page.localStorage),
    quietly(() => page.sessionStorage),
  );
}
