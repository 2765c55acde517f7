/** A cursor on a step axis, moved by pointer or keyboard; it stays where the keyboard or a tap put it. */
import { isWithin, type StepWindow } from '../geometry/columns';
import { nearestHeld, rowsWithin, type HeldSteps } from '../geometry/held-steps';

export class StepCursor {
  /** Step it stands on, null if it is nowhere. */
  step: number | null = null;

  /** Goes to the step nearest to a place that is held in a window. */
  put(step: number, held: HeldSteps, window: StepWindow): void {
    this.step = nearestHeld(held, window, step);
  }

  /** Leaves a step that has left the window or the run; from one that is no longer held it goes to the nearest. */
  follow(held: HeldSteps, window: StepWindow): void {
    const { step } = this;
    const newest = held.stepAt(held.length - 1) ?? -1;
    if (step === null) return;
    if (step <= newest && isWithin(window, step)) this.put(step, held, window);
    else this.step = null;
  }

  /** Moves by a key from one to another of the steps held in a window; returns whether the key means anything here. */
  press(key: string, held: HeldSteps, window: StepWindow): boolean {
    const [from, end] = rowsWithin(held, window);
    const large = Math.max(1, Math.round(window.span / 10));
    const row = this.step === null ? end : held.indexOf(this.step);
    const step = this.step ?? (held.stepAt(end - 1) ?? 0) + 1;
    const to: Record<string, number> = {
      ArrowLeft: row - 1,
      ArrowRight: row + 1,
      PageDown: Math.min(row - 1, held.indexOf(step - large)),
      PageUp: Math.max(row + 1, held.indexOf(step + large)),
      Home: from,
      End: end - 1,
    };
    const target = to[key];
    if (target === undefined || end <= from) return false;
    this.step = held.stepAt(Math.max(from, Math.min(end - 1, target))) ?? null;
    return true;
  }
}
