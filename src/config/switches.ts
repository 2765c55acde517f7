/** Which blocks a switch is about: one, a run of neighbours, or all of its lane. */
import { equal } from './equal';
import type { Blocks, SwitchEvent } from './schema';

/** Whether a block is among these. */
export function covers(blocks: Blocks, block: number): boolean {
  if (blocks === 'all') return true;
  if (typeof blocks === 'number') return blocks === block;
  const [first, last] = blocks;
  return first <= block && block <= last;
}

/** Gains of a lane's blocks once a switch of that lane is thrown. */
export function gainsAfter(
  gains: readonly number[],
  { block, gain }: Pick<SwitchEvent, 'block' | 'gain'>,
): readonly number[] {
  return gains.map((old, index) => (covers(block, index) ? gain : old));
}

/** The first and the last of these blocks; null of all. */
export function boundsOf(blocks: Blocks): readonly [first: number, last: number] | null {
  if (blocks === 'all') return null;
  return typeof blocks === 'number' ? [blocks, blocks] : blocks;
}

/** The blocks from one to another. */
function between(first: number, last: number): Blocks {
  return first === last ? first : [first, last];
}

/** A value of every block as runs of neighbours that have the same; blocks without a value are in none. */
export function runsOfBlocks<T>(
  values: readonly (T | null)[],
): { readonly block: Blocks; readonly value: T }[] {
  const runs: { first: number; last: number; readonly value: T }[] = [];
  for (const [block, value] of values.entries()) {
    const run = runs.at(-1);
    if (value === null) continue;
    if (run !== undefined && run.last === block - 1 && run.value === value) run.last = block;
    else runs.push({ first: block, last: block, value });
  }
  return runs.map(({ first, last, value }) => ({ block: between(first, last), value }));
}

/**
 * Switches once blocks of these lanes are at other places, which `placeOf` gives. Two that were of different blocks may be of the
 * same by then: the later of one step has the word.
 */
export function moveSwitches(
  timeline: readonly SwitchEvent[],
  lanes: ReadonlySet<string>,
  placeOf: (block: number) => number | undefined,
): readonly SwitchEvent[] {
  const moved = timeline.flatMap((event) => (lanes.has(event.lane) ? moveSwitch(event, placeOf) : [event]));
  const keyOf = ({ step, lane, block }: SwitchEvent): string => JSON.stringify([step, lane, block]);
  const last = new Map(moved.map((event) => [keyOf(event), event]));
  return moved.filter((event) => last.get(keyOf(event)) === event);
}

/** A switch once its blocks are at other places, which `placeOf` gives; of those that are gone it is no longer. */
function moveSwitch(
  event: SwitchEvent,
  placeOf: (block: number) => number | undefined,
): readonly SwitchEvent[] {
  const bounds = boundsOf(event.block);
  if (bounds === null) return [event];
  const [first, last] = bounds;
  const places = new Set<number>();
  for (let block = first; block <= last; block++) {
    const place = placeOf(block);
    if (place !== undefined) places.add(place);
  }
  const marked = Array.from({ length: Math.max(-1, ...places) + 1 }, (_, block) => places.has(block) || null);
  return runsOfBlocks(marked).map(({ block }) => ({ ...event, block }));
}

/** Switches that set blocks one behind the other alike, one after the other, as one. */
export function joined(events: readonly SwitchEvent[]): readonly SwitchEvent[] {
  const runs: SwitchEvent[] = [];
  for (const event of events) {
    const before = runs.at(-1);
    const [bounds, own] = [before && boundsOf(before.block), boundsOf(event.block)];
    const follows =
      bounds !== undefined &&
      bounds !== null &&
      own?.[0] === bounds[1] + 1 &&
      equal<unknown>({ ...before, block: null }, { ...event, block: null });
    if (follows) runs.splice(-1, 1, { ...event, block: between(bounds[0], own[1]) });
    else runs.push(event);
  }
  return runs;
}
