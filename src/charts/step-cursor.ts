/** A cursor on a step axis, moved by pointer or keyboard; it stays where the keyboard or a tap put it. */

export class StepCursor {
  /** Step it stands on, null if it is nowhere. */
  step: number | null = null;

  /** Moves by a key within steps `first` to `end - 1`; returns whether the key means anything here. */
  press(key: string, first: number, end: number, large: number): boolean {
    const last = end - 1;
    const from = this.step ?? last + 1;
    const to: Record<string, number> = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      PageDown: from - large,
      PageUp: from + large,
      Home: first,
      End: last,
    };
    const target = to[key];
    if (target === undefined || end <= first) return false;
    this.step = Math.max(first, Math.min(last, target));
    return true;
  }
}
