/**
 * Geometry of a lane's diagram, free of the DOM: where its blocks stand, in one row where they fit and else in a row
 * per stage, and the paths of skip arcs and of the main line. Lengths are CSS pixels.
 */
import type { BlockPlan, NetworkPlan } from '../../architecture/plan';

/** Narrowest and widest column of a block; the narrowest is still a comfortable target for a finger. */
const MIN_PITCH = 28;
const MAX_PITCH = 140;
/** Column of stem and head. */
const END_WIDTH = 44;
const ROW_HEIGHT = 80;
/** Of the main line and of an arc's top, from the top of a row. */
const LINE_Y = 46;
const ARC_TOP = 11;
const LABEL_Y = 75;
/** Bars of the input's size are this high; they shrink with the square root of the side. */
const BAR_HEIGHT = 32;
const MIN_BAR = 9;

/** What can be pointed at: a block by its index, stem before and head behind them. */
export type Item = number | 'stem' | 'head';

export interface BlockPlace {
  readonly block: BlockPlan;
  /** Left edge of its column; the junctions of its skip are at both edges. */
  readonly x: number;
  readonly y: number;
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
  readonly blocks: readonly BlockPlace[];
  readonly stages: readonly StagePlace[];
  /** Left edges of the columns of stem and head, and the main line's y there. */
  readonly stem: { readonly x: number; readonly y: number };
  readonly head: { readonly x: number; readonly y: number };
  /** Main line, one path per row, and the paths from a row's end to the next row's start. */
  readonly lines: readonly string[];
}

/** Lays a network out in a width. A stage wider than that makes the diagram wider; its container then scrolls. */
export function layoutDiagram(plan: NetworkPlan, available: number): DiagramLayout {
  const stages = byStage(plan.blocks);
  const inRow = (count: number): number => (available - 2 * END_WIDTH) / Math.max(1, count);
  const oneRow = inRow(plan.blocks.length) >= MIN_PITCH;
  const rows = oneRow ? [plan.blocks] : stages;
  const longest = Math.max(1, ...rows.map((row) => row.length));
  const pitch = Math.min(MAX_PITCH, Math.max(MIN_PITCH, inRow(longest)));

  const blocks: BlockPlace[] = [];
  const lines: string[] = [];
  rows.forEach((row, rowIndex) => {
    const top = rowIndex * ROW_HEIGHT;
    row.forEach((block, column) => {
      const x = END_WIDTH + column * pitch;
      blocks.push({ block, x, y: top + LINE_Y, barHeight: barHeight(plan, block) });
    });
    const last = rowIndex === rows.length - 1;
    const end = END_WIDTH + row.length * pitch;
    const start = rowIndex === 0 ? END_WIDTH / 2 : END_WIDTH;
    lines.push(`M${start},${top + LINE_Y}H${last ? end + END_WIDTH / 2 : end}`);
    if (!last) lines.push(turn(end, top + LINE_Y, END_WIDTH, top + ROW_HEIGHT + LINE_Y));
  });
  const lastRow = Math.max(0, rows.length - 1);
  const headX = END_WIDTH + (rows.at(-1)?.length ?? 0) * pitch;
  return {
    width: Math.max(2 * END_WIDTH, ...rows.map((row) => 2 * END_WIDTH + row.length * pitch)),
    height: Math.max(1, rows.length) * ROW_HEIGHT,
    pitch,
    blocks,
    stages: placeStages(blocks, pitch),
    stem: { x: 0, y: LINE_Y },
    head: { x: headX, y: lastRow * ROW_HEIGHT + LINE_Y },
    lines: lines.length > 0 ? lines : [`M${END_WIDTH / 2},${LINE_Y}H${END_WIDTH * 1.5}`],
  };
}

/** Path of a skip: off the main line before the block, over it, and back behind it. */
export function arcPath(place: BlockPlace, pitch: number): string {
  const { x, y } = place;
  // The control points lie above the top: a cubic between equal ends rises three quarters of the way to them.
  const control = y - (LINE_Y - ARC_TOP) / 0.75;
  const lean = pitch * 0.12;
  return `M${x},${y}C${x + lean},${control} ${x + pitch - lean},${control} ${x + pitch},${y}`;
}

/** y of an arc's top, where its kind is marked. */
export function arcTop(place: BlockPlace): number {
  return place.y - (LINE_Y - ARC_TOP);
}

export const DIAGRAM = {
  rowHeight: ROW_HEIGHT,
  lineY: LINE_Y,
  labelY: LABEL_Y,
  endWidth: END_WIDTH,
} as const;

function byStage(blocks: readonly BlockPlan[]): BlockPlan[][] {
  const stages: BlockPlan[][] = [];
  for (const block of blocks) {
    const current = stages.at(-1);
    if (current?.[0]?.stage === block.stage) current.push(block);
    else stages.push([block]);
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

function placeStages(blocks: readonly BlockPlace[], pitch: number): StagePlace[] {
  const stages: StagePlace[] = [];
  for (const { block, x, y } of blocks) {
    const current = stages.at(-1);
    if (current?.stage === block.stage) {
      stages[stages.length - 1] = { ...current, width: x + pitch - current.x };
    } else stages.push({ stage: block.stage, x, y, width: pitch, first: block });
  }
  return stages;
}
