/** Draws the lines of the chosen layers, with their lanes' marks on them and their layers' numbers at the end. */
import { drawBand } from '../core/band';
import { chartColours, laneColour } from '../core/colours';
import { drawLaneMark } from '../core/lane-marks';
import { layerDash, layerNumber } from './LayerChoice';
import type { Line, LinesData } from './lines-data';

/** Pixels between two marks on a line. */
const MARK_DISTANCE = 130;
/** Fewest pixels between the baselines of two numbers. */
const LABEL_HEIGHT = 12;

export interface LinesScene {
  readonly context: CanvasRenderingContext2D;
  readonly data: LinesData;
  readonly lines: readonly Line[];
  readonly x: (step: number) => number;
  readonly place: (value: number) => number;
  /** Right edge of the plot, and its height. */
  readonly right: number;
  readonly height: number;
  /** Place of the layer that is lit up among the chosen ones, -1 for none. */
  readonly lit: number;
}

interface End {
  readonly line: Line;
  readonly x: number;
  readonly y: number;
}

export function drawLines(scene: LinesScene): void {
  const ends = scene.lines.flatMap((line, index) => drawLine(scene, line, index) ?? []);
  drawNumbers(scene, ends);
}

/**
 * Through the values of all steps; where steps share columns, through the middle of the band between the smallest and the
 * largest of each. Returns where it ends.
 */
function drawLine(scene: LinesScene, line: Line, index: number): End | null {
  const { context, data, x, place, lit } = scene;
  const { columns, stepsPerColumn: steps, window } = data.bins;
  const points: { readonly x: number; readonly y: number }[] = [];
  context.save();
  context.strokeStyle = context.fillStyle = laneColour(line.lane);
  context.lineJoin = 'round';
  context.lineWidth = line.slot === lit ? 2.75 : 1.5;
  // The others step back, but stay readable.
  context.globalAlpha = lit < 0 || line.slot === lit ? 1 : 0.6;
  context.setLineDash(layerDash(line.slot));
  // Past columns of which no step is held.
  const band = data.bins.filled(columns).map((column) => {
    const extremes = data.of(index, column);
    if (extremes === null) return null;
    const [low, high] = extremes;
    return { x: x(window.start + column * steps + (steps - 1) / 2), low: place(low), high: place(high) };
  });
  context.beginPath();
  let open = false;
  for (const column of band) {
    if (column === null) {
      open = false;
      continue;
    }
    const point = { x: column.x, y: (column.low + column.high) / 2 };
    if (open) context.lineTo(point.x, point.y);
    else context.moveTo(point.x, point.y);
    open = true;
    points.push(point);
  }
  context.stroke();
  if (steps > 1) {
    context.save();
    context.globalAlpha *= 0.22;
    context.lineWidth = 0.5;
    context.setLineDash([]);
    drawBand(context, band);
    context.restore();
  }
  const last = points.at(-1);
  if (last !== undefined) {
    drawLaneMark(context, line.lane, last.x, last.y, 3.5);
    // From place to place on the axis, so that marks do not wander as steps come in; lines beside each other differ.
    let next = x(window.start) + MARK_DISTANCE * (0.3 + ((0.17 * index) % 0.7));
    for (const point of points) {
      if (point.x < next || point.x > last.x - 20) continue;
      drawLaneMark(context, line.lane, point.x, point.y, 3.5);
      next += MARK_DISTANCE * Math.ceil((point.x - next + 1) / MARK_DISTANCE);
    }
  }
  context.restore();
  return last === undefined ? null : { line, ...last };
}

/** Numbers of the layers beside the ends of their lines, moved apart where they would touch. */
function drawNumbers({ context, right, height }: LinesScene, ends: readonly End[]): void {
  const { font, surface } = chartColours();
  const sorted = ends.toSorted((a, b) => a.y - b.y);
  const places = sorted.map(({ y }) => y + 4);
  for (let i = 1; i < places.length; i++)
    places[i] = Math.max(places[i] ?? 0, (places[i - 1] ?? 0) + LABEL_HEIGHT);
  let floor = height + 4;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i] ?? 0, floor);
    floor = (places[i] ?? 0) - LABEL_HEIGHT;
  }
  context.save();
  context.font = `650 11px ${font}`;
  context.lineWidth = 3;
  context.strokeStyle = surface;
  context.lineJoin = 'round';
  sorted.forEach(({ line, x }, i) => {
    const at = x + 16 > right ? x - 15 : x + 7;
    const text = String(layerNumber(line.slot));
    context.fillStyle = laneColour(line.lane);
    context.strokeText(text, at, places[i] ?? 0);
    context.fillText(text, at, places[i] ?? 0);
  });
  context.restore();
}
