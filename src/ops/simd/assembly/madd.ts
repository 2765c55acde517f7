/**
 * a · b + c in every lane. By itself a product that is rounded and then added, the same on every machine; the relaxed module
 * leaves it to the processor, which may round once.
 */
// @ts-ignore: AssemblyScript decorates functions.
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}
