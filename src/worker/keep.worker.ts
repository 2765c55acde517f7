/** The worker that keeps a run: it packs and writes it, so that neither the page nor the training waits. */
import { KeepError } from '../keep/keep';
import { keepRun } from '../runs/kept';
import type { KeepAnswer, KeepCommand } from '../runs/messages';

async function answer({ run, open }: KeepCommand): Promise<KeepAnswer> {
  try {
    await keepRun(run, { isOpen: (id) => open.includes(id) });
    return { type: 'kept' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { type: 'failed', full: error instanceof KeepError && error.full, message };
  }
}

self.onmessage = async ({ data }: MessageEvent<KeepCommand>) => {
  self.postMessage(await answer(data));
};
