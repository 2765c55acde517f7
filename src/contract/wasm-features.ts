/** What WebAssembly can do here. */

/** What every module begins with: its magic number and version, and the type of a function that gives a vector. */
const HEAD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10] as const;

/** Whether a module is valid whose one function is this code. */
function knows(...code: readonly number[]): boolean {
  if (typeof WebAssembly === 'undefined') return false;
  return WebAssembly.validate(Uint8Array.of(...HEAD, code.length + 2, 1, code.length, ...code));
}

/** Vectors of 128 bits. */
export function hasSimd(): boolean {
  // i32.const 0, i8x16.splat, i8x16.popcnt: an instruction that early versions did not have.
  return knows(0, 65, 0, 253, 15, 253, 98, 11);
}

/** Instructions on them whose last digit is the processor's own. */
export function hasRelaxedSimd(): boolean {
  // i32.const 0, i8x16.splat three times, f32x4.relaxed_madd.
  return knows(0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11);
}
