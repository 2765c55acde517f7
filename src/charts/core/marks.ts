/**
 * What is drawn in a plot: marks are functions that draw on a frame, in the manner of Observable Plot. Places and values are those
 * of the axes; a null breaks a line.
 */
import type { VerticalAxis } from './axes';
import { chartColours, laneColour } from './colours';
import { drawLaneMark, drawLaneMarks } from './lane-marks';
import type { Pen } from './pen';

/** Where marks draw: the context has its origin at the top margin, and lengths are units. */
export interface Frame {
  readonly context: Pen;
  readonly x: (place: number) => number;
  readonly axis: VerticalAxis;
  /** Edges of the plot, and its height. */
  readonly left: number;
  readonly right: number;
  readonly height: number;
}

export type Mark = (frame: Frame) => void;

export interface Point {
  readonly x: number;
  readonly y: number;
  /** The other end of a range of values, which a line goes through the middle of. */
  readonly to?: number;
}

export interface Style {
  readonly colour: string;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly alpha?: number;
  readonly join?: CanvasLineJoin;
  /** Values past the range leave the plot, instead of being held at its edges. */
  readonly free?: boolean;
}

/** Draws in a style, with the place of a value by it. */
function styled(frame: Frame, style: Style, draw: (y: (value: number) => number) => void): void {
  const { context, axis, left, right } = frame;
  const { colour, width = 1, dash = [], alpha = 1, join = 'miter', free = false } = style;
  context.save();
  if (free) {
    context.beginPath();
    context.rect(left, axis.top, right - left, axis.bottom - axis.top);
    context.clip();
  }
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = width;
  context.lineJoin = join;
  context.globalAlpha = alpha;
  context.setLineDash([...dash]);
  draw(free ? axis.free : axis.place);
  context.restore();
}

export function line(points: readonly (Point | null)[], style: Style): Mark {
  return (frame) =>
    styled(frame, style, (y) => {
      const { context, x } = frame;
      context.beginPath();
      let isOpen = false;
      for (const point of points) {
        if (point !== null) {
          const at = point.to === undefined ? y(point.y) : (y(point.y) + y(point.to)) / 2;
          if (isOpen) context.lineTo(x(point.x), at);
          else context.moveTo(x(point.x), at);
        }
        isOpen = point !== null;
      }
      context.stroke();
    });
}

/** What lies between both values of each point, at a fraction of the cost of a line up and down; without height it is a line. */
export function area(points: readonly (Point | null)[], style: Style): Mark {
  return (frame) =>
    styled(frame, style, (y) => {
      const { context, x } = frame;
      context.beginPath();
      let from = 0;
      for (let end = 0; end <= points.length; end++) {
        if ((points[end] ?? null) !== null) continue;
        const part = points.slice(from, end).filter((point) => point !== null);
        part.forEach((point, i) => {
          const [at, high] = [x(point.x), y(point.to ?? point.y)];
          if (i === 0) context.moveTo(at, high);
          else context.lineTo(at, high);
        });
        for (const point of part.toReversed()) context.lineTo(x(point.x), y(point.y));
        if (part.length > 0) context.closePath();
        from = end + 1;
      }
      context.fill();
      context.stroke();
    });
}

interface DotStyle {
  readonly radius: number;
  /** Filled with the surface. */
  readonly hollow?: boolean;
  /** Pixels to the right of its place. */
  readonly shift?: number;
  /** The points are pixels already. */
  readonly inPixels?: boolean;
}

/** Marks of a lane. Filled ones are one shape: cheaper than one by one where there are hundreds. */
export function dots(
  lane: number,
  points: readonly Point[],
  { radius, hollow, shift = 0, inPixels }: DotStyle,
): Mark {
  return ({ context, x, axis }) => {
    const places =
      inPixels === true ? points : points.map((point) => ({ x: x(point.x) + shift, y: axis.place(point.y) }));
    context.save();
    context.setLineDash([]);
    context.strokeStyle = context.fillStyle = laneColour(lane);
    if (hollow === true) {
      for (const place of places)
        drawLaneMark(context, lane, place.x, place.y, radius, chartColours().surface);
    } else if (places.length === 1) {
      for (const place of places) drawLaneMark(context, lane, place.x, place.y, radius);
    } else drawLaneMarks(context, lane, places, radius);
    context.restore();
  };
}

/** A line over the whole height. */
export function ruleX(place: number): Mark {
  return (frame) =>
    styled(frame, { colour: chartColours().ink }, () => {
      const at = frame.x(place);
      frame.context.beginPath();
      frame.context.moveTo(at, 0);
      frame.context.lineTo(at, frame.height);
      frame.context.stroke();
    });
}

/** A dotted line over the whole width. */
export function ruleY(value: number): Mark {
  return (frame) =>
    styled(frame, { colour: chartColours().muted, dash: [2, 4] }, (y) => {
      frame.context.beginPath();
      frame.context.moveTo(frame.left, y(value));
      frame.context.lineTo(frame.right, y(value));
      frame.context.stroke();
    });
}

/** Shades the whole height between two pixels, as far as they are in the plot. */
export function shade(from: number, to: number, alpha: number): Mark {
  return (frame) =>
    styled(frame, { colour: chartColours().accent, alpha }, () => {
      const [left, right] = [from, to].map((at) => Math.max(frame.left, Math.min(frame.right, at)));
      if (left !== undefined && right !== undefined)
        frame.context.fillRect(left, 0, right - left, frame.height);
    });
}

interface TextStyle {
  readonly size?: number;
  readonly weight?: number;
  readonly colour: string;
}

/** Text that is readable over whatever it crosses, from a pixel on. */
export function halo(
  context: Frame['context'],
  words: string,
  [left, baseline]: readonly [left: number, baseline: number],
  { size = 12, weight = 400, colour }: TextStyle,
): void {
  const { font, surface } = chartColours();
  context.save();
  context.setLineDash([]);
  context.font = `${weight} ${size}px ${font}`;
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = surface;
  context.fillStyle = colour;
  context.strokeText(words, left, baseline);
  context.fillText(words, left, baseline);
  context.restore();
}

/** Such text in the colour of a lane. */
export function text(words: string, left: number, baseline: number, lane: number, weight = 600): Mark {
  return ({ context }) => halo(context, words, [left, baseline], { weight, colour: laneColour(lane) });
}

/** Small grey words above a point of a line, where that is in sight: what the line is. */
export function caption(words: string, { x, y }: Point): Mark {
  return (frame) => {
    const at = frame.axis.free(y);
    if (at < frame.axis.top || at > frame.axis.bottom) return;
    halo(frame.context, words, [frame.x(x), Math.max(at - 6, 10)], {
      size: 13,
      colour: chartColours().muted,
    });
  };
}
