/** The file that is looked at in the dialog: one at a time, the last that was asked for. */
import { createStore } from 'zustand/vanilla';
import { readWeights } from '../../weights/kept';
import { describeBrought, readBrought, refusalOf, type Brought, type Refusal } from './take';

export type Stage =
  | { readonly kind: 'empty' }
  | { readonly kind: 'reading'; readonly name: string }
  | { readonly kind: 'refused'; readonly name: string; readonly refusal: Refusal }
  | { readonly kind: 'read'; readonly brought: Brought };

export const stageStore = createStore<Stage>()(() => ({ kind: 'empty' }));

async function show(name: string, read: () => Promise<Stage>): Promise<void> {
  const reading: Stage = { kind: 'reading', name };
  stageStore.setState(reading, true);
  const found = await read().catch((error: unknown): Stage => ({
    kind: 'refused',
    name,
    refusal: refusalOf(error),
  }));
  if (stageStore.getState() === reading) stageStore.setState(found, true);
}

export function showFile(file: File): void {
  void show(file.name, async () => ({ kind: 'read', brought: await readBrought(file) }));
}

export function showKept(name: string, hash: string): void {
  void show(name, async () => {
    const file = await readWeights(hash);
    return file === null
      ? { kind: 'refused', name, refusal: { kind: 'unread' } }
      : { kind: 'read', brought: await describeBrought(name, file) };
  });
}
