/**
 * Names and numbers beside the ends of lines, in place of a legend: each with its lane's mark, moved apart where they would touch,
 * and with a hairline to its line where it had to go far.
 */
import { dodge, type Box } from '../geometry/dodge';
import { chartColours, laneColour } from './colours';
import { drawLaneMark } from './lane-marks';
import { halo, type Frame, type Mark } from './marks';

export interface LineLabel {
  /** Null for a line of no lane, which is named in small grey type. */
  readonly lane: number | null;
  readonly name: string;
  readonly value: string;
  /** What the value was before something was changed; null of nothing. */
  readonly before?: string | null;
  /** End of the line, in pixels of the frame. */
  readonly x: number;
  readonly y: number;
}

/** `stacked`: a large number under the name; `row`: beside it; `short`: the number alone; `name`: the name alone. */
export type LabelForm = 'stacked' | 'row' | 'short' | 'name';

interface FormSize {
  /** Right of the plot, and of one label. */
  readonly room: number;
  readonly height: number;
  /** Size of the number. */
  readonly large: number;
}

const SIZES: Readonly<Record<LabelForm, FormSize>> = {
  stacked: { room: 104, height: 37, large: 20 },
  row: { room: 136, height: 20, large: 15 },
  short: { room: 76, height: 19, large: 15 },
  name: { room: 94, height: 18, large: 0 },
};
/** Of the name, and of what is of no lane. */
const SMALL = 13;
/** Of a number that stands behind another. */
const CHANGED = 16;
/** Of a long number or name. */
const LEAST = 11;
/** From the end of a line to its mark, and from there to the words. */
const GAP = 8;
const MARK = 15;
/** Farther than this a label has a hairline to its line. */
const FAR = 14;

/** The largest form for so many labels in a plot of this size, in units. */
export function labelForm(width: number, height: number, count: number): LabelForm {
  if (width >= 300 && count * SIZES.stacked.height <= height) return 'stacked';
  return width >= 480 ? 'row' : 'short';
}

/** Width that labels of a form need right of the plot. */
export function labelRoom(form: LabelForm): number {
  return SIZES[form].room;
}

interface PlacedLabel {
  readonly label: LineLabel;
  readonly left: number;
  /** Its middle. */
  readonly at: number;
  readonly height: number;
}

/** Labels right of where their lines end, or, where that is beyond the plot, in the margin. */
function placed(labels: readonly LineLabel[], form: LabelForm, frame: Frame): readonly PlacedLabel[] {
  const all = labels.map((label) => ({
    label,
    height: label.lane === null ? SMALL + 4 : SIZES[form].height,
    left: Math.min(label.x + GAP, frame.right + GAP),
  }));
  // Those that are apart from side to side need not make room for each other.
  const own = all.filter(({ label }) => label.lane !== null);
  const others = all.filter(({ label }) => label.lane === null);
  const touch = own.some(({ left }) => left + SIZES[form].room > frame.right);
  return (touch ? [all] : [own, others]).flatMap((column) => {
    const places = dodge(
      column.map(({ label, height }) => ({ at: label.y, height })),
      -SMALL / 2,
      frame.height + SMALL / 2,
    );
    return column.map((one, i) => ({ ...one, at: places[i] ?? one.label.y }));
  });
}

/** What labels take of a plot. */
export function labelBoxes(labels: readonly LineLabel[], form: LabelForm, frame: Frame): readonly Box[] {
  return placed(labels, form, frame).map(({ left, at, height }) => ({
    left,
    right: left + SIZES[form].room,
    top: at - height / 2,
    bottom: at + height / 2,
  }));
}

export function lineLabels(labels: readonly LineLabel[], form: LabelForm): Mark {
  return (frame) => {
    for (const { label, left, at } of placed(labels, form, frame)) drawLabel(frame, form, label, left, at);
  };
}

function drawLabel(frame: Frame, form: LabelForm, label: LineLabel, left: number, y: number): void {
  const { context } = frame;
  const { ink, muted, font } = chartColours();
  const { room, large } = SIZES[form];
  const { lane, name, value } = label;
  if (lane === null) {
    halo(context, name, [left, y + 4], { size: SMALL, colour: muted });
    return;
  }
  const colour = laneColour(lane);
  context.save();
  context.setLineDash([]);
  context.fillStyle = context.strokeStyle = colour;
  // In the upper row of two, or the only one.
  const middle = form === 'stacked' ? y - 10 : y;
  if (Math.abs(middle - label.y) > FAR && left > label.x) {
    context.lineWidth = 1;
    context.globalAlpha = 0.45;
    context.beginPath();
    context.moveTo(label.x + 2, label.y);
    context.lineTo(left - 2, middle);
    context.stroke();
    context.globalAlpha = 1;
  }
  drawLaneMark(context, lane, left + 5, middle, 4.4);
  const [start, end] = [left + MARK, frame.right + room];
  const number = { size: fitting(frame, value, [700, large], end - start), weight: 700, colour };
  if (form === 'stacked' || form === 'name') {
    // Names of two networks may differ at their ends alone.
    const size = fitting(frame, name, [600, SMALL], end - start);
    context.font = `600 ${size}px ${font}`;
    const short = shortened(frame, name, end - start);
    halo(context, short, [start, middle + 4.5], { size, weight: 600, colour });
    if (form === 'stacked' && !drawChange(frame, label, [left, y + 17], end, colour))
      halo(context, value, [start, y + 17], number);
  } else {
    halo(context, value, [start, y + 5], number);
    if (form === 'row') {
      context.font = `700 ${number.size}px ${font}`;
      const after = start + context.measureText(value).width + 5;
      context.font = `${SMALL}px ${font}`;
      const short = shortened(frame, name, end - after);
      halo(context, short, [after, y + 4.5], { size: SMALL, colour: ink });
    }
  }
  context.restore();
}

/** A value with what it was before, `756× → 6.3×`, in smaller type; returns whether there is one, and room for it. */
function drawChange(
  { context }: Frame,
  { before = null, value }: LineLabel,
  [left, baseline]: readonly [number, number],
  end: number,
  colour: string,
): boolean {
  if (before === null) return false;
  const { font, muted } = chartColours();
  const was = `${before} → `;
  context.font = `${SMALL}px ${font}`;
  const middle = left + context.measureText(was).width;
  context.font = `700 ${CHANGED}px ${font}`;
  if (middle + context.measureText(value).width > end) return false;
  halo(context, was, [left, baseline], { size: SMALL, colour: muted });
  halo(context, value, [middle, baseline], { size: CHANGED, weight: 700, colour });
  return true;
}

/** Size of words, smaller where they have no room else. */
function fitting(
  { context }: Frame,
  words: string,
  [weight, size]: readonly [number, number],
  room: number,
): number {
  context.font = `${weight} ${size}px ${chartColours().font}`;
  const { width } = context.measureText(words);
  return width > room ? Math.max(LEAST, (size * room) / width) : size;
}

/** As many of the first letters as have room, with an ellipsis where some have none. */
export function shortened({ context }: Frame, words: string, room: number): string {
  if (context.measureText(words).width <= room) return words;
  for (let end = words.length - 1; end > 0; end--) {
    const part = `${words.slice(0, end).trimEnd()}…`;
    if (context.measureText(part).width <= room) return part;
  }
  return '';
}
