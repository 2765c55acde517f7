/** Own sets in the experiment: which one it has, which one it lacks, and taking one into it. */
import { useStore } from 'zustand';
import type { DataConfig, OwnData } from '../../../config/data-sets';
import type { OwnSet } from '../../../images/kept';
import { changeExperiment, experimentStore } from '../../../state/experiment';
import { runStore } from '../../../state/run';

/** The data of an experiment on this set. */
export function dataOf(hash: string, set: OwnSet): DataConfig & { readonly own: OwnData } {
  const { name, side, channels, classes, train } = set;
  return { set: 'own', inputSize: side, own: { hash, channels, classes: classes.length, train, name } };
}

/** Makes a set the data of the experiment, whose networks and training stay as they are. */
export function putIntoExperiment(hash: string, set: OwnSet): void {
  changeExperiment({ ...experimentStore.getState().config, data: dataOf(hash, set) });
}

/** Hash of the set that the experiment has; null where it has none of the reader's. */
export function useHashInUse(): string | null {
  return useStore(experimentStore, ({ config }) => config.data.own?.hash ?? null);
}

/** What the experiment's run is missing: its data, where they are a set that is not kept here; else null. */
export function useWanted(): (DataConfig & { readonly own: OwnData }) | null {
  const isMissing = useStore(
    runStore,
    ({ status }) => status.kind === 'failed' && status.code === 'own-data',
  );
  const data = useStore(experimentStore, ({ config }) => config.data);
  return isMissing && data.own !== undefined ? { ...data, own: data.own } : null;
}

/** In what a set is another one than that of a link. */
export interface SetDifference {
  readonly kind: 'side' | 'channels' | 'classes' | 'train';
  readonly is: number;
  readonly asked: number;
}

/** What tells a set from the one that is wanted; nothing where only the images or names of classes can. */
export function differencesFrom(
  wanted: DataConfig & { readonly own: OwnData },
  set: OwnSet,
): SetDifference[] {
  const { own, inputSize } = wanted;
  const all: readonly SetDifference[] = [
    { kind: 'side', is: set.side, asked: inputSize },
    { kind: 'channels', is: set.channels, asked: own.channels },
    { kind: 'classes', is: set.classes.length, asked: own.classes },
    { kind: 'train', is: set.train, asked: own.train },
  ];
  return all.filter(({ is, asked }) => is !== asked);
}
