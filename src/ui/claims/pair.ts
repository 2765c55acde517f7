/** The two lanes that most claims are about. */

/** Places of the first lane with all skips on and of the first with all off, by gains of at least one block. */
export function pairOf(
  gains: readonly (readonly number[])[],
): { readonly residual: number; readonly plain: number } | null {
  const every = (value: number): number =>
    gains.findIndex((lane) => lane.length > 0 && lane.every((gain) => gain === value));
  const [residual, plain] = [every(1), every(0)];
  return residual < 0 || plain < 0 ? null : { residual, plain };
}
