/**
 * Geometry of a lane's diagram, free of the DOM: where its blocks and folded runs of blocks stand, in one row where they
 * fit and else in a row per stage, and the paths of skip arcs and of the main line. Lengths are units; see charts/unit.ts.
 */
import type { BlockPlan, NetworkPlan } from '../../architecture/plan';
import type { Run } from './runs';

/** Narrowest and widest column of a block; the narrowest is still a comfortable target for a finger. */
const MIN_PITCH = 28;
/** Where every stage has a row of its own already: ten blocks fit a phone, each as wide as a fingertip needs at least. */
const MIN_ROW_PITCH = 24;
const MAX_PITCH = 140;
/** Column of stem and head. */
const END_WIDTH = 44;
const ROW_HEIGHT = 80;
/** Of the main line and of an arc's top, from the top of a row. */
const LINE_Y = 46;
const ARC_TOP = 11;
const LABEL_Y = 75;
/** Of a row without its labels. */
const LINE_HEIGHT = 64;
/** Bars of the input's size are this high; they shrink with the square root of the side. */
const BAR_HEIGHT = 32;
const MIN_BAR = 9;

/** Columns of a folded run. */
const FOLD_SPAN = 2;
/** What folds or unfolds a run, at its end; a run must be wide enough to have it beside its stage's label. */
const HANDLE_WIDTH = 26;

/**
 * What can be pointed at: a block by its index, a folded run and what folds a run by the index of its first block, stem
 * before and head behind them.
 */
export type Item = number | `run-${number}` | `fold-${number}` | 'stem' | 'head';

export interface BlockPlace {
  readonly block: BlockPlan;
  /** Left edge of its column; the junctions of its skip are at both edges. */
  readonly x: number;
  readonly y: number;
  readonly barHeight: number;
}

/** A run of equal blocks, and what folds it. */
export interface RunPlace {
  readonly run: Run;
  readonly folded: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly barHeight: number;
}

export interface StagePlace {
  readonly stage: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly first: BlockPlan;
}

export interface DiagramLayout {
  readonly width: number;
  readonly height: number;
  readonly pitch: number;
  /** Those that are not within a folded run. */
  readonly blocks: readonly BlockPlace[];
  readonly runs: readonly RunPlace[];
  /** In the order of the network. */
  readonly items: readonly Item[];
  /** Of the network, drawn singly or not. */
  readonly blockCount: number;
  readonly stages: readonly StagePlace[];
  /** Left edges of the columns of stem and head, and the main line's y there. */
  readonly stem: { readonly x: number; readonly y: number };
  readonly head: { readonly x: number; readonly y: number };
  /** Main line, one path per row, and the paths from a row's end to the next row's start. */
  readonly lines: readonly string[];
}

/** `rows`: in a row per stage where one row is too narrow. `row`: always in one. `line`: in one, without what stands below it. */
export type DiagramForm = 'rows' | 'row' | 'line';

/** Whether a network fits a width in one row. */
export function fitsRow(plan: NetworkPlan, available: number, folded: ReadonlySet<Run>): boolean {
  const columns = cellsOf(plan.blocks, folded).reduce(
    (sum, { run }) => sum + (run === null ? 1 : FOLD_SPAN),
    0,
  );
  return columns * MIN_PITCH <= available - 2 * END_WIDTH;
}

/** What stands in a row: a block, or a folded run. */
type Cell =
  { readonly run: null; readonly block: BlockPlan } | { readonly run: Run; readonly block: BlockPlan };

/**
 * Lays a network out in a width. A stage wider than that makes the diagram wider; its container then scrolls.
 * @param runs What can be folded; `folded` are those of them that are.
 */
export function layoutDiagram(
  plan: NetworkPlan,
  available: number,
  runs: readonly Run[] = [],
  folded: ReadonlySet<Run> = new Set(),
  form: DiagramForm = 'rows',
): DiagramLayout {
  const cells = cellsOf(plan.blocks, folded);
  const spanOf = (row: readonly Cell[]): number =>
    row.reduce((sum, { run }) => sum + (run === null ? 1 : FOLD_SPAN), 0);
  const inRow = (columns: number): number => (available - 2 * END_WIDTH) / Math.max(1, columns);
  const oneRow = form !== 'rows' || inRow(spanOf(cells)) >= MIN_PITCH;
  const rows = oneRow ? [cells] : byStage(cells);
  const least = oneRow ? MIN_PITCH : MIN_ROW_PITCH;
  const pitch = Math.min(MAX_PITCH, Math.max(least, inRow(Math.max(1, ...rows.map(spanOf)))));

  const blocks: BlockPlace[] = [];
  const foldedPlaces: RunPlace[] = [];
  const lines: string[] = [];
  rows.forEach((row, rowIndex) => {
    const top = rowIndex * ROW_HEIGHT;
    const y = top + LINE_Y;
    let x = END_WIDTH;
    for (const { run, block } of row) {
      const width = run === null ? pitch : FOLD_SPAN * pitch;
      const place = { x, y, barHeight: barHeight(plan, block) };
      if (run === null) blocks.push({ block, ...place });
      else foldedPlaces.push({ run, folded: true, width, ...place });
      x += width;
    }
    const last = rowIndex === rows.length - 1;
    const start = rowIndex === 0 ? END_WIDTH / 2 : END_WIDTH;
    lines.push(`M${start},${y}H${last ? x + END_WIDTH / 2 : x}`);
    if (!last) lines.push(turn(x, y, END_WIDTH, top + ROW_HEIGHT + LINE_Y));
  });
  const lastRow = Math.max(0, rows.length - 1);
  const headX = END_WIDTH + spanOf(rows.at(-1) ?? []) * pitch;
  const unfolded = runs.flatMap((run): RunPlace[] => {
    const from = blocks.find(({ block }) => block.index === run.first);
    if (folded.has(run) || from === undefined) return [];
    const { x, y, barHeight: height } = from;
    return [{ run, folded: false, x, y, width: run.blocks.length * pitch, barHeight: height }];
  });
  const runPlaces = [...foldedPlaces, ...unfolded].toSorted((a, b) => a.run.first - b.run.first);
  return {
    width: Math.max(2 * END_WIDTH, ...rows.map((row) => 2 * END_WIDTH + spanOf(row) * pitch)),
    height: form === 'line' ? LINE_HEIGHT : Math.max(1, rows.length) * ROW_HEIGHT,
    pitch,
    blocks,
    runs: runPlaces,
    items: itemsOf(cells, runs),
    blockCount: plan.blocks.length,
    stages: placeStages(cells, blocks, foldedPlaces, pitch),
    stem: { x: 0, y: LINE_Y },
    head: { x: headX, y: lastRow * ROW_HEIGHT + LINE_Y },
    lines: lines.length > 0 ? lines : [`M${END_WIDTH / 2},${LINE_Y}H${END_WIDTH * 1.5}`],
  };
}

/** Where an item is drawn, undefined where it is not; what folds a run counts as the run. */
export function placeOf(
  layout: DiagramLayout,
  item: Item,
): { readonly x: number; readonly y: number; readonly width: number } | undefined {
  if (item === 'stem' || item === 'head') return { ...layout[item], width: END_WIDTH };
  if (typeof item === 'number') {
    const place = layout.blocks.find(({ block }) => block.index === item);
    return place && { x: place.x, y: place.y, width: layout.pitch };
  }
  return layout.runs.find(({ run }) => item === `run-${run.first}` || item === `fold-${run.first}`);
}

/** An item as it is written into the page, null for what is none. */
export function parseItem(text: string | undefined): Item | null {
  if (text === 'stem' || text === 'head') return text;
  const [, kind = '', index] = /^(run-|fold-)?(\d+)$/.exec(text ?? '') ?? [];
  if (index === undefined) return null;
  return kind === 'run-' || kind === 'fold-' ? `${kind}${Number(index)}` : Number(index);
}

/** The blocks of an item: those of a run where it is folded or folds one, none of stem and head. */
export function blocksOfItem({ runs }: DiagramLayout, item: Item): readonly number[] {
  if (typeof item === 'number') return [item];
  const place = runs.find(({ run }) => item === `run-${run.first}` || item === `fold-${run.first}`);
  return place?.run.blocks.map(({ index }) => index) ?? [];
}

/** The item in which a block is drawn. */
export function holderOf({ runs }: DiagramLayout, block: number): Item {
  const holder = runs.find(({ run, folded }) => folded && run.blocks.some(({ index }) => index === block));
  return holder === undefined ? block : `run-${holder.run.first}`;
}

/** Left edge and middle of what folds a run. */
export function handlePlace({ x, y, width }: RunPlace): { x: number; y: number; width: number } {
  return { x: x + width - HANDLE_WIDTH, y: y - LINE_Y + LABEL_Y - 4, width: HANDLE_WIDTH };
}

function cellsOf(blocks: readonly BlockPlan[], folded: ReadonlySet<Run>): Cell[] {
  const hidden = new Map([...folded].flatMap((run) => run.blocks.map(({ index }) => [index, run] as const)));
  return blocks.flatMap((block): Cell[] => {
    const run = hidden.get(block.index);
    if (run === undefined) return [{ run: null, block }];
    return run.first === block.index ? [{ run, block }] : [];
  });
}

function itemsOf(cells: readonly Cell[], runs: readonly Run[]): Item[] {
  const ends = new Map(runs.map(({ first, blocks }) => [first + blocks.length - 1, first]));
  return [
    'stem',
    ...cells.flatMap(({ run, block }): Item[] => {
      if (run !== null) return [`run-${run.first}`, `fold-${run.first}`];
      const first = ends.get(block.index);
      return first === undefined ? [block.index] : [block.index, `fold-${first}`];
    }),
    'head',
  ];
}

/** Path of a skip: off the main line before the block, over it, and back behind it; lower by `inset` at its top. */
export function arcPath(place: { readonly x: number; readonly y: number }, pitch: number, inset = 0): string {
  const { x, y } = place;
  // The control points lie above the top: a cubic between equal ends rises three quarters of the way to them.
  const control = y - (LINE_Y - ARC_TOP - inset) / 0.75;
  const lean = pitch * 0.12;
  return `M${x},${y}C${x + lean},${control} ${x + pitch - lean},${control} ${x + pitch},${y}`;
}

/** Width of the box of a mark on an arc, with room beside its bold letters in the widest usual fonts. */
export function markWidth(text: string): number {
  return Math.max(14, 6.6 * text.length + 7);
}

/** y of an arc's top, where its kind is marked. */
export function arcTop(place: { readonly y: number }): number {
  return place.y - (LINE_Y - ARC_TOP);
}

export const DIAGRAM = {
  rowHeight: ROW_HEIGHT,
  lineY: LINE_Y,
  labelY: LABEL_Y,
  endWidth: END_WIDTH,
  handleWidth: HANDLE_WIDTH,
} as const;

function byStage(cells: readonly Cell[]): Cell[][] {
  const stages: Cell[][] = [];
  for (const cell of cells) {
    const current = stages.at(-1);
    if (current?.[0]?.block.stage === cell.block.stage) current.push(cell);
    else stages.push([cell]);
  }
  return stages;
}

function barHeight(plan: NetworkPlan, block: BlockPlan): number {
  return Math.max(MIN_BAR, BAR_HEIGHT * Math.sqrt(block.output.height / plan.input.height));
}

/** From the end of a row to the start of the next, between their rows. */
function turn(x1: number, y1: number, x2: number, y2: number): string {
  const middle = y1 + 18;
  const r = 7;
  return (
    `M${x1},${y1}h4q${r},0 ${r},${r}V${middle - r}q0,${r} ${-r},${r}` +
    `H${x2 - 14 + r}q${-r},0 ${-r},${r}V${y2 - r}q0,${r} ${r},${r}H${x2}`
  );
}

function placeStages(
  cells: readonly Cell[],
  blocks: readonly BlockPlace[],
  folded: readonly RunPlace[],
  pitch: number,
): StagePlace[] {
  const stages: StagePlace[] = [];
  const singles = new Map(blocks.map((place) => [place.block.index, { ...place, width: pitch }]));
  const runs = new Map(folded.map((place) => [place.run.first, place]));
  for (const { run, block } of cells) {
    const place = run === null ? singles.get(block.index) : runs.get(run.first);
    if (place === undefined) continue;
    const { x, y, width } = place;
    const current = stages.at(-1);
    if (current?.stage === block.stage)
      stages[stages.length - 1] = { ...current, width: x + width - current.x };
    else stages.push({ stage: block.stage, x, y, width, first: block });
  }
  return stages;
}
