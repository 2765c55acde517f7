/** The stage as one picture in SVG: networks, and below them the charts, as they stand on the page now. */
import { chartColours } from '../core/colours';
import type { Exhibit } from '../core/exhibit';
import { regionOf } from './copies';
import {
  drawPane,
  finished,
  LINE,
  MARGIN,
  SMALL,
  TITLE,
  wrapped,
  type Caption,
  type Picture,
} from './picture';
import { svgElement, SvgPen } from './svg-pen';

/** Between two parts. */
const GAP = 24;
const CHART_TITLE = 15;

interface Shown {
  readonly title: string;
  readonly exhibit: Exhibit;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What a chart takes up in the window, in units. */
function boxOf({ exhibit: { panes } }: Shown): Box {
  const boxes = panes.map(({ plot }) => plot.box);
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ left, width }) => left + width)),
    bottom: Math.max(...boxes.map(({ top, height }) => top + height)),
  };
}

/** Charts in rows: what overlaps in height on the page stands side by side. */
function rowsOf(charts: readonly Shown[]): readonly (readonly Shown[])[] {
  const rows: Shown[][] = [];
  for (const chart of charts.toSorted((a, b) => boxOf(a).top - boxOf(b).top)) {
    const row = rows.at(-1);
    if (row?.some((one) => boxOf(one).bottom > boxOf(chart).top)) row.push(chart);
    else rows.push([chart]);
  }
  return rows.map((row) => row.toSorted((a, b) => boxOf(a).left - boxOf(b).left));
}

/**
 * Draws it in the colours of the theme.
 * @param networks The part of the page that they stand in.
 * @throws Where the browser gives no canvas.
 */
export function stagePicture(
  networks: Element,
  charts: readonly Shown[],
  caption: Omit<Caption, 'lanes'>,
): Picture {
  const region = regionOf(networks);
  const rows = rowsOf(charts.filter((chart) => boxOf(chart).right > boxOf(chart).left));
  const widthOf = (chart: Shown): number => boxOf(chart).right - boxOf(chart).left;
  const inner = Math.max(
    region.width,
    ...rows.map((row) => row.reduce((sum, chart) => sum + widthOf(chart), GAP * (row.length - 1))),
  );
  const { ink, muted, surface, font } = chartColours();
  const svg = svgElement('svg', { xmlns: 'http://www.w3.org/2000/svg' });
  svg.append(svgElement('rect', { width: '100%', height: '100%', fill: surface }));
  const pen = new SvgPen(svg);
  const write = (words: string, x: number, y: number, size: number, colour = muted): void => {
    pen.font = `${size === SMALL ? 400 : 650} ${size}px ${font}`;
    pen.fillStyle = colour;
    pen.fillText(words, x, y);
  };
  /** Small words in as many lines as they need; returns the last baseline. */
  const note = (words: string, x: number, y: number, room: number): number => {
    pen.font = `400 ${SMALL}px ${font}`;
    const lines = wrapped(pen, words, room);
    lines.forEach((line, i) => write(line, x, y + (i + 1) * LINE, SMALL));
    return y + lines.length * LINE;
  };
  const [run = '', ...settings] = caption.settings;
  let y = MARGIN + TITLE;
  write(caption.title, MARGIN, y, TITLE, ink);
  y = note(run, MARGIN, y, inner) + 12;
  region.copy.setAttribute('transform', `translate(${MARGIN} ${y})`);
  svg.append(region.copy);
  y += region.height + GAP;
  for (const row of rows) {
    const places = row.map((chart, i) => ({
      chart,
      x: row.slice(0, i).reduce((sum, one) => sum + widthOf(one) + GAP, MARGIN),
    }));
    const feet = places.map(({ chart, x }) => {
      write(chart.title, x, y + CHART_TITLE, CHART_TITLE, ink);
      const words = [chart.exhibit.what, ...(chart.exhibit.notes ?? [])].join(' · ');
      return note(words, x, y + CHART_TITLE, widthOf(chart));
    });
    const head = Math.max(...feet) + 8;
    for (const { chart, x } of places) {
      const { left, top } = boxOf(chart);
      for (const pane of chart.exhibit.panes) {
        const { box } = pane.plot;
        drawPane(svg, pane, x + box.left - left, head + box.top - top);
      }
    }
    y = head + Math.max(...row.map((chart) => boxOf(chart).bottom - boxOf(chart).top)) + GAP;
  }
  for (const words of [...settings, caption.link]) y = note(words, MARGIN, y - LINE / 2, inner) + LINE / 2;
  return finished(svg, caption.title, inner + 2 * MARGIN, y + MARGIN - LINE / 2);
}
