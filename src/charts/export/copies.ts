/** Copies of what the page shows that look alike without its styles, and that readers of SVG who know no CSS know. */
import { unit } from '../core/unit';
import { svgElement } from './svg-pen';

/** Of what is drawn, beside fill and stroke, with what they are where nobody says otherwise. */
const STYLES = {
  'stroke-width': '1px',
  'stroke-dasharray': 'none',
  'stroke-linejoin': 'miter',
  visibility: 'visible',
} as const;
const TEXT_STYLES = ['font-size', 'font-weight', 'font-family'] as const;
/** Of the page alone. */
const LEFT_OUT = /^(aria-|data-|class$|style$|role$|tabindex$|translate$)/;

/** An element of SVG with all that is in it. */
export function styledCopy(element: Element): Element {
  const copy = svgElement(element.localName);
  for (const { name, value } of element.attributes) if (!LEFT_OUT.test(name)) copy.setAttribute(name, value);
  const style = getComputedStyle(element);
  // What a group is drawn with, each of its parts says by itself.
  if (element.localName !== 'g') {
    for (const [name, usual] of Object.entries(STYLES)) {
      const value = style.getPropertyValue(name);
      if (value === usual) copy.removeAttribute(name);
      else copy.setAttribute(name, value);
    }
    for (const name of ['fill', 'stroke'] as const) {
      const { colour, opacity } = plainColour(style.getPropertyValue(name));
      const seen = opacity * Number(style.opacity);
      copy.setAttribute(name, colour);
      if (seen < 1) copy.setAttribute(`${name}-opacity`, String(seen));
    }
    if (element.localName === 'text' || element.localName === 'tspan')
      for (const name of TEXT_STYLES) copy.setAttribute(name, style.getPropertyValue(name));
  }
  if (element.children.length === 0) copy.textContent = element.textContent;
  copy.append(...Array.from(element.children).filter(isDrawn).map(styledCopy));
  return copy;
}

function isDrawn(element: Element): boolean {
  return element.localName !== 'title' && getComputedStyle(element).display !== 'none';
}

interface PlainColour {
  readonly colour: string;
  readonly opacity: number;
}

const colours = new Map<string, PlainColour>();

/** A colour as `#rrggbb` and what of it is seen; words such as `none`, and addresses, as they are. */
function plainColour(style: string): PlainColour {
  if (!style.includes('(') || style.startsWith('url')) return { colour: style, opacity: 1 };
  let plain = colours.get(style);
  if (plain === undefined) {
    plain = measured(style);
    colours.set(style, plain);
  }
  return plain;
}

/** As a canvas draws it. */
function measured(style: string): PlainColour {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1, 1];
  const context = canvas.getContext('2d');
  if (context === null) return { colour: style, opacity: 1 };
  context.fillStyle = style;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  const hex = [red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('');
  return { colour: `#${hex}`, opacity: Math.round((alpha / 255) * 1000) / 1000 };
}

export interface Region {
  readonly copy: SVGElement;
  /** In units. */
  readonly width: number;
  readonly height: number;
}

/** What is pressed, and what is for ears alone. */
const CONTROLS = 'button, select, input, .visually-hidden';

/** The drawings and words of a part of the page, at their places. */
export function regionOf(element: Element): Region {
  const copy = svgElement('g');
  const origin = element.getBoundingClientRect();
  const scale = 1 / unit();
  let { width, height } = origin;
  const placeOf = (box: DOMRect) => {
    const [x, y] = [box.left - origin.left, box.top - origin.top];
    width = Math.max(width, x + box.width);
    height = Math.max(height, y + box.height);
    return { x: x * scale, y: y * scale };
  };
  for (const drawing of element.querySelectorAll('svg')) {
    const box = drawing.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || drawing.closest(CONTROLS) !== null) continue;
    const size = { width: box.width * scale, height: box.height * scale };
    const viewBox = drawing.getAttribute('viewBox') ?? `0 0 ${box.width} ${box.height}`;
    const own = svgElement('svg', { ...placeOf(box), ...size, viewBox });
    own.append(...Array.from(drawing.children).filter(isDrawn).map(styledCopy));
    copy.append(own);
  }
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    const words = node.textContent?.trim() ?? '';
    if (words === '' || parent === null || parent.closest(`svg, ${CONTROLS}`) !== null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width <= 1 || isForEars(parent)) continue;
    copy.append(
      wordsOf(words, getComputedStyle(parent), { ...placeOf(box), height: box.height * scale }, scale),
    );
  }
  return { copy, width: width * scale, height: height * scale };
}

/** Whether something stands in a box of a pixel, as on narrow pages what is heard and not seen does. */
function isForEars(element: Element): boolean {
  const { width } = element.getBoundingClientRect();
  return width <= 1 || (element.parentElement !== null && isForEars(element.parentElement));
}

/** Words in the line box that they have on the page. */
function wordsOf(
  words: string,
  style: CSSStyleDeclaration,
  { x, y, height }: { readonly x: number; readonly y: number; readonly height: number },
  scale: number,
): SVGElement {
  const size = parseFloat(style.fontSize) * scale;
  const { colour, opacity } = plainColour(style.color);
  const text = svgElement('text', {
    x,
    // Of the height of a line of words, four fifths stand above its foot.
    y: y + height / 2 + 0.35 * size,
    'font-size': size,
    'font-weight': style.fontWeight,
    'font-family': style.fontFamily,
    fill: colour,
    'fill-opacity': opacity,
  });
  text.textContent = words;
  return text;
}
