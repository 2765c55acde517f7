/** Structural equality of plain JSON values, as configs are, and what follows from it. */

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

/** `next` with every part that equals its counterpart in `before` being that very object. */
export function sharing<T>(next: T, before: unknown): T {
  if (equal<unknown>(next, before)) return before as T;
  if (typeof next !== 'object' || next === null || typeof before !== 'object' || before === null) return next;
  const old = before as Record<string, unknown>;
  if (Array.isArray(next)) return next.map((item, index) => sharing(item, old[index])) as T;
  const parts = Object.entries(next).map(([key, value]) => [key, sharing(value, old[key])] as const);
  return Object.fromEntries(parts) as T;
}
