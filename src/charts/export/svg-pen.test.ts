// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { svgElement, SvgPen } from './svg-pen';

beforeEach(() => {
  const context = { font: '', measureText: (words: string) => ({ width: 7 * words.length }) };
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
  return () => vi.restoreAllMocks();
});

function drawing() {
  const parent = svgElement('g');
  return { pen: new SvgPen(parent), children: () => [...parent.children] };
}

const attributes = (element: Element | undefined, ...names: readonly string[]) =>
  names.map((name) => element?.getAttribute(name));

test('paths are paths, moved as the pen was, in its style', () => {
  const { pen, children } = drawing();
  pen.translate(10, 20);
  pen.save();
  pen.strokeStyle = 'red';
  pen.lineWidth = 2;
  pen.globalAlpha = 0.5;
  pen.setLineDash([6, 3]);
  pen.beginPath();
  pen.moveTo(1, 2);
  pen.lineTo(3, 4);
  pen.stroke();
  pen.restore();
  pen.fillRect(0, 0, 5, 5);
  const [line, rect] = children();
  expect(
    attributes(line, 'd', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'fill'),
  ).toEqual(['M11,22L13,24', 'red', '2', '0.5', '6 3', 'none']);
  expect(attributes(rect, 'x', 'y', 'width', 'fill', 'fill-opacity')).toEqual([
    '10',
    '20',
    '5',
    '#000',
    null,
  ]);
});

test('what is clipped is cut to the path, until the pen is as before', () => {
  const { pen, children } = drawing();
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, 8, 9);
  pen.clip();
  pen.fillRect(0, 0, 99, 99);
  pen.restore();
  pen.fillRect(0, 0, 1, 1);
  const [clip, cut, free] = children();
  expect(clip?.firstElementChild?.getAttribute('d')).toBe('M0,0h8v9h-8Z');
  expect(cut?.getAttribute('clip-path')).toBe(`url(#${clip?.id})`);
  expect(free?.getAttribute('clip-path')).toBeNull();
});

test('words are text', () => {
  const { pen, children } = drawing();
  pen.font = '600 13px system-ui, "Segoe UI"';
  pen.fillText('residual <2>', 3, 4);
  pen.fillText('', 3, 4);
  expect(children().map(({ localName, textContent }) => [localName, textContent])).toEqual([
    ['text', 'residual <2>'],
  ]);
  expect(attributes(children()[0], 'x', 'y', 'font-weight', 'font-size', 'font-family')).toEqual([
    '3',
    '4',
    '600',
    '13',
    'system-ui, "Segoe UI"',
  ]);
  expect(pen.measureText('four').width).toBe(28);
});
