/** What takes room in this browser, thing by thing, and removing it with a way back. */
import { decode } from '../../config/codec/url';
import type { ExperimentConfig } from '../../config/schema';
import type { Saved } from '../../experiments/saved';
import type { KeptThing } from '../../i18n/en/mine';
import { IMAGES, readOwnSet } from '../../images/kept';
import { forget, keptIds, keptSize } from '../../keep/keep';
import { forgetRun, keptRuns, sizeOfRun } from '../../runs/kept';
import { readKeptWeights, WEIGHTS } from '../../weights/kept';
import { runsAtHand } from './run-at-hand';
import { shelves, type Removed } from './shelf';

export interface Thing extends Removed {
  readonly kind: KeptThing;
  readonly bytes: number;
  /** Of a run; null else. */
  readonly step: number | null;
  /** Saved experiments that cannot run without it. */
  readonly neededBy: number;
}

/** What the browser tells of the page's room; null where it does not. */
export interface Room {
  readonly used: number;
  readonly left: number;
}

export async function readRoom(): Promise<Room | null> {
  // Absent where the page is not served securely.
  const storage = (navigator as { storage?: StorageManager }).storage;
  try {
    const { usage, quota } = (await storage?.estimate()) ?? {};
    return usage === undefined || quota === undefined ? null : { used: usage, left: quota - usage };
  } catch {
    return null;
  }
}

const nothing = (): Promise<void> => Promise.resolve();

/** Runs that were saved with experiments; copies of an experiment share one. */
function savedRuns(all: readonly Saved[]): readonly Thing[] {
  const found = new Map<string, Thing>();
  for (const { name, run } of all) {
    if (run === null || found.has(run.hash)) continue;
    const { hash, step, bytes } = run;
    const finish = async (): Promise<void> => {
      const { shelf } = await shelves();
      for (const saved of await shelf.list()) if (saved.run?.hash === hash) await shelf.removeRun(saved.id);
    };
    found.set(hash, {
      key: `saved-run ${hash}`,
      kind: 'saved-run',
      name,
      bytes,
      step,
      neededBy: 0,
      restore: nothing,
      finish,
    });
  }
  return [...found.values()];
}

async function newestRuns(nameOf: (config: ExperimentConfig) => string): Promise<readonly Thing[]> {
  const open = await runsAtHand();
  // What is at hand would be kept again at once.
  const runs = (await keptRuns()).filter(({ id }) => !open.includes(id));
  return Promise.all(
    runs.map(async ({ id, link, step }): Promise<Thing> => ({
      key: `run ${id}`,
      kind: 'run',
      name: nameOf(decode(link).config),
      bytes: await sizeOfRun(id),
      step,
      neededBy: 0,
      restore: nothing,
      finish: () => forgetRun(id),
    })),
  );
}

async function brought(kind: 'images' | 'weights', all: readonly Saved[]): Promise<readonly Thing[]> {
  const of = kind === 'images' ? IMAGES : WEIGHTS;
  const things = await Promise.all(
    (await keptIds(of)).map(async (id): Promise<readonly Thing[]> => {
      const known = await (kind === 'images' ? readOwnSet(id) : readKeptWeights(id));
      if (known === null) return [];
      const neededBy = all.filter(({ link }) => link.includes(id)).length;
      const bytes = await keptSize(of, id);
      const finish = (): Promise<void> => forget(of, id);
      return [
        {
          key: `${kind} ${id}`,
          kind,
          name: known.name,
          bytes,
          step: null,
          neededBy,
          restore: nothing,
          finish,
        },
      ];
    }),
  );
  return things.flat();
}

/** Everything large, the largest first. @param nameOf What a run's experiment is called. */
export async function readThings(
  all: readonly Saved[],
  nameOf: (config: ExperimentConfig) => string,
): Promise<readonly Thing[]> {
  const things = await Promise.all([newestRuns(nameOf), brought('images', all), brought('weights', all)]);
  return [...savedRuns(all), ...things.flat()].toSorted((a, b) => b.bytes - a.bytes);
}
