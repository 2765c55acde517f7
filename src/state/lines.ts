/** Which layers are drawn as lines over the steps. How a page is looked at, not part of the experiment. */
import { createStore } from 'zustand/vanilla';

/** More lines of every network than these nobody can tell apart. */
export const MOST_LINES = 4;

/** Names of the layers in the order of their choice; null leaves the choice to the page. */
export const linesStore = createStore<{ readonly layers: readonly string[] | null }>()(() => ({
  layers: null,
}));

/**
 * The layers that are drawn.
 * @param known Of all networks.
 * @param usual Drawn where nothing was chosen, and where the networks have none of what was.
 */
export function drawnLayers(
  chosen: readonly string[] | null,
  known: ReadonlySet<string>,
  usual: readonly string[],
): readonly string[] {
  const drawn = chosen?.filter((name) => known.has(name)) ?? [];
  return drawn.length > 0 || chosen?.length === 0 ? drawn : usual;
}

/** Draws a layer too; beyond what is drawn at most, the one that was chosen first gives way. */
export function addLine(drawn: readonly string[], name: string): void {
  if (!drawn.includes(name)) linesStore.setState({ layers: [...drawn, name].slice(-MOST_LINES) });
}

export function removeLine(drawn: readonly string[], name: string): void {
  linesStore.setState({ layers: drawn.filter((one) => one !== name) });
}
