/** Sets `bytes` bytes to 0. */
export function zero(to: usize, bytes: usize): void {
  memory.fill(to, 0, bytes);
}

/** Copies `bytes` bytes. */
export function copy(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}

/** a += b, `count` numbers each. */
export function addTo(a: usize, b: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(a, f32x4.add(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  for (; i < count; i++) {
    store<f32>(a, load<f32>(a) + load<f32>(b));
    a += 4;
    b += 4;
  }
}
