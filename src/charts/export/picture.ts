/** A chart as one picture in SVG: its title, its legend, what is drawn, and below it the settings and the link of the experiment. */
import { chartColours } from '../core/colours';
import type { Exhibit } from '../core/exhibit';
import { drawLaneMark } from '../core/lane-marks';
import { laneColour } from '../core/colours';
import type { Pane } from '../core/pane';
import { unit } from '../core/unit';
import { styledCopy } from './copies';
import { svgElement, SvgPen } from './svg-pen';

/** What stands around the chart. */
export interface Caption {
  readonly title: string;
  /** Names of the lanes, in their order. */
  readonly lanes: readonly string[];
  /** Each from a line of its own on. */
  readonly settings: readonly string[];
  readonly link: string;
}

export interface Picture {
  readonly svg: SVGElement;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export const MARGIN = 16;
export const TITLE = 18;
export const SMALL = 13;
export const LINE = 18;
/** Between two entries of the legend. */
const GAP = 20;

/**
 * Draws it in the colours of the theme.
 * @throws Where nothing is drawn yet, or the browser gives no canvas.
 */
export function pictureOf({ what, panes, notes = [] }: Exhibit, caption: Caption): Picture {
  const places = panes.map((pane) => pane.plot.box);
  if (places.length === 0 || places.some(({ width, height }) => width === 0 || height === 0))
    throw new Error('Nothing is drawn yet.');
  const left = Math.min(...places.map((box) => box.left));
  const top = Math.min(...places.map((box) => box.top));
  const inner = Math.max(...places.map((box) => box.left + box.width)) - left;
  const depth = Math.max(...places.map((box) => box.top + box.height)) - top;
  const { ink, muted, surface, font } = chartColours();
  const svg = svgElement('svg', { xmlns: 'http://www.w3.org/2000/svg' });
  const background = svgElement('rect', { width: '100%', height: '100%', fill: surface });
  svg.append(background);
  const pen = new SvgPen(svg);
  let y = MARGIN;
  const write = (words: string, x: number, size: number, weight: number, colour: string): void => {
    pen.font = `${weight} ${size}px ${font}`;
    pen.fillStyle = colour;
    pen.fillText(words, x, y);
  };
  y += TITLE;
  write(caption.title, MARGIN, TITLE, 650, ink);
  pen.font = `400 ${SMALL}px ${font}`;
  for (const words of wrapped(pen, what, inner)) {
    y += LINE;
    write(words, MARGIN, SMALL, 400, muted);
  }
  y = legend(pen, y + LINE + 2, inner, caption.lanes, notes);
  const head = y + 8;
  panes.forEach((pane, i) => {
    const box = places[i];
    if (box) drawPane(svg, pane, MARGIN + box.left - left, head + box.top - top);
  });
  y = head + depth + 4;
  pen.font = `400 ${SMALL}px ${font}`;
  for (const words of [...caption.settings, caption.link].flatMap((one) => wrapped(pen, one, inner))) {
    y += LINE;
    write(words, MARGIN, SMALL, 400, muted);
  }
  return finished(svg, caption.title, inner + 2 * MARGIN, y + MARGIN);
}

/** The whole of a picture, in units. */
export function finished(svg: SVGElement, title: string, width: number, height: number): Picture {
  const whole = Math.ceil(height);
  const size = { width: Math.round(width * unit()), height: Math.round(whole * unit()) };
  svg.setAttribute('viewBox', `0 0 ${width} ${whole}`);
  svg.setAttribute('width', String(size.width));
  svg.setAttribute('height', String(size.height));
  const name = svgElement('title');
  name.textContent = title;
  svg.prepend(name);
  return { svg, ...size };
}

/** The lanes' marks and names, and notes, in as many lines as they need; returns the last baseline. */
function legend(
  pen: SvgPen,
  top: number,
  room: number,
  lanes: readonly string[],
  notes: readonly string[],
): number {
  const { ink, font } = chartColours();
  let [x, y] = [MARGIN, top];
  const entries = [
    ...lanes.map((name, lane) => ({ name, lane })),
    ...notes.map((name) => ({ name, lane: null })),
  ];
  for (const { name, lane } of entries) {
    pen.font = `${lane === null ? 400 : 600} ${SMALL}px ${font}`;
    const width = pen.measureText(name).width + (lane === null ? 0 : 16);
    if (x > MARGIN && x + width > MARGIN + room) [x, y] = [MARGIN, y + LINE];
    if (lane !== null) {
      pen.fillStyle = pen.strokeStyle = laneColour(lane);
      drawLaneMark(pen, lane, x + 5, y - 4.5, 4.6);
    }
    pen.fillStyle = lane === null ? ink : laneColour(lane);
    pen.fillText(name, x + (lane === null ? 0 : 16), y);
    x += width + GAP;
  }
  return y;
}

/** Axes as the page has them, what lies between, and the marks. */
export function drawPane(svg: SVGElement, pane: Pane, left: number, top: number): void {
  const { plot } = pane;
  const group = svgElement('g', { transform: `translate(${left} ${top})` });
  const axes = plot.svg.node();
  if (axes) group.append(...Array.from(axes.children, (child) => styledCopy(child)));
  for (const { image, ...box } of plot.images())
    group.append(
      svgElement('image', {
        href: image,
        ...box,
        preserveAspectRatio: 'none',
        style: 'image-rendering: pixelated',
      }),
    );
  svg.append(group);
  pane.paint(new SvgPen(group));
}

/** Words in lines that fit; what is longer than a line is broken anywhere. */
export function wrapped(pen: SvgPen, words: string, room: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (text: string): boolean => pen.measureText(text).width <= room;
  for (const word of words.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (!fits(line) && line.length > 1) {
      let end = line.length - 1;
      while (end > 1 && !fits(line.slice(0, end))) end--;
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  return line === '' ? lines : [...lines, line];
}
