/** Carries the act of a step out on the stage, as the lesson would for its reader, and reads the answer. */
import type { LessonStep } from '../../../lessons/format';
import { StepRun } from '../step-run';

export type Unmeasured = 'none' | 'stopped' | 'failed';

type Commands = ConstructorParameters<typeof StepRun>[1];

/**
 * The value that a run of the step measures.
 * @param seed Of weights, images and batches; null for those of its experiment.
 * @param progress Hears which share of the act is done, 0 to 1.
 */
export function measureStep(
  step: LessonStep,
  seed: number | null,
  session: Commands,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<number | Unmeasured> {
  return new Promise((resolve) => {
    const run = new StepRun(step, session, () => undefined);
    const leave: (() => void)[] = [];
    let isOver = false;
    const end = (outcome: number | Unmeasured): void => {
      isOver = true;
      for (const stop of leave.splice(0)) stop();
      resolve(outcome);
    };
    const stop = (): void => {
      run.stop();
      end('stopped');
    };
    if (signal.aborted) {
      resolve('stopped');
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    // Before it is followed: the stage may show another experiment.
    run.tryAnother(seed);
    leave.push(
      run.store.subscribe(({ outcome }) => {
        if (outcome === null) return;
        switch (outcome.kind) {
          case 'measured':
            end(outcome.values.value);
            break;
          case 'acting':
            progress(outcome.fraction);
            break;
          case 'unmeasured':
            end('none');
            break;
          case 'failed':
            end('failed');
            break;
          case 'edited':
            // Somebody changed the experiment meanwhile.
            end('stopped');
            break;
          case 'setting-up':
          case 'ready':
            break;
        }
      }),
      run.follow(),
      () => signal.removeEventListener('abort', stop),
    );
    // What only has to be looked at was there at once.
    if (isOver) for (const stop of leave.splice(0)) stop();
  });
}
