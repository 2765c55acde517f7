/**
 * Measuring at once: observers tell of a new size in the next frame, but a page that is printed has none before it is on paper.
 */
const measurings = new Set<() => void>();

/** Adds what measures an element; returns what takes it away. */
export function onMeasure(measure: () => void): () => void {
  measurings.add(measure);
  return () => void measurings.delete(measure);
}

/** Measures all elements that drawings follow. */
export function measureAll(): void {
  for (const measure of measurings) measure();
}
