/**
 * Which layers are drawn as lines over the steps, kept in the query of the address, `?lines=conv1,fc`: how a page is looked at,
 * not part of the experiment.
 */
import { createStore } from 'zustand/vanilla';
import { changeQuery, withParameter, type Parameter } from './page';

/** More lines of every network than these nobody can tell apart. */
export const MOST_LINES = 4;

const PARAMETER: Parameter = 'lines';

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
  if (!drawn.includes(name)) choose([...drawn, name].slice(-MOST_LINES));
}

export function removeLine(drawn: readonly string[], name: string): void {
  choose(drawn.filter((one) => one !== name));
}

/** The choice that a query names, each layer once and no more than are drawn; null where it names none. */
export function linesOfQuery(search: string): readonly string[] | null {
  const named = new URLSearchParams(search).get(PARAMETER);
  if (named === null) return null;
  return [...new Set(named.split(',').filter((name) => name !== ''))].slice(0, MOST_LINES);
}

/** The query with this choice in it, and with whatever else it says. */
export function withLines(search: string, layers: readonly string[]): string {
  return withParameter(search, PARAMETER, layers.join(','));
}

/** Draws what the address asks for. */
export function restoreLines(search: string): void {
  linesStore.setState({ layers: linesOfQuery(search) });
}

function choose(layers: readonly string[]): void {
  linesStore.setState({ layers });
  changeQuery((search) => withLines(search, layers));
}
