/** Structural equality of plain JSON values, as configs are. */

/** Whether two JSON values have the same content; the order of keys does not matter. */
export function equal<T>(a: T, b: T): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  if (left.length !== Object.keys(b).length) return false;
  const right = b as Record<string, unknown>;
  return left.every(([key, value]) => Object.hasOwn(b, key) && equal<unknown>(value, right[key]));
}
