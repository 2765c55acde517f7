// @vitest-environment happy-dom
/** Names and numbers at the ends of lines: as large as there is room, apart, and short where they would not fit. */
import { describe, expect, it } from 'vitest';
import { labelBoxes, labelForm, labelRoom, lineLabels, shortened, type LineLabel } from './line-labels';
import { recordedFrame } from '../../testing/recorded-pen';

const label = (of: Partial<LineLabel>): LineLabel => ({
  lane: 0,
  name: 'plain',
  value: '730×',
  x: 400,
  y: 100,
  ...of,
});

describe('the form', () => {
  it.each([
    // Width and height of the plot, labels, form: 37 units for each of those that are stacked.
    [600, 200, 4, 'stacked'],
    [600, 140, 4, 'row'],
    [400, 140, 4, 'short'],
    [299, 400, 1, 'short'],
    [480, 30, 1, 'row'],
  ] as const)('in %d × %d for %d is %s', (width, height, count, form) => {
    expect(labelForm(width, height, count)).toBe(form);
  });

  it('that says more needs more room', () => {
    expect(labelRoom('row')).toBeGreaterThan(labelRoom('stacked'));
    expect(labelRoom('stacked')).toBeGreaterThan(labelRoom('short'));
  });
});

describe('boxes', () => {
  it('of lines that end in one place are apart', () => {
    const { frame } = recordedFrame();
    const labels = [label({ lane: 0 }), label({ lane: 1 }), label({ lane: 2 })];
    const boxes = labelBoxes(labels, 'stacked', frame).toSorted((a, b) => a.top - b.top);
    expect(boxes).toHaveLength(3);
    boxes
      .slice(1)
      .forEach((box, i) => expect(box.top).toBeGreaterThanOrEqual((boxes[i]?.bottom ?? NaN) - 1e-9));
    // Their middle stays where the lines end.
    const middle = ((boxes[0]?.top ?? NaN) + (boxes.at(-1)?.bottom ?? NaN)) / 2;
    expect(middle).toBeCloseTo(100, 6);
  });

  it('stand in the margin where a line goes on to the edge of the plot or beyond', () => {
    const { frame } = recordedFrame();
    const [box] = labelBoxes([label({ x: 450 })], 'short', frame);
    expect(box?.left).toBe(408);
  });

  it('of lines of no lane make room for others only where both are beside the plot', () => {
    const { frame } = recordedFrame();
    const chance = label({ lane: null, name: 'chance', x: 400 });
    const [first, second] = labelBoxes([label({}), chance], 'row', frame);
    expect(
      (first?.bottom ?? NaN) <= (second?.top ?? NaN) || (second?.bottom ?? NaN) <= (first?.top ?? NaN),
    ).toBe(true);
    const early = labelBoxes([label({ x: 20 }), label({ lane: null, name: 'chance', x: 200 })], 'row', frame);
    // Each at its own height, as if it were alone.
    for (const { top, bottom } of early) expect((top + bottom) / 2).toBe(100);
  });
});

describe('words', () => {
  const drawn = (labels: readonly LineLabel[], form: Parameters<typeof lineLabels>[1]) => {
    const { frame, words, lines } = recordedFrame();
    lineLabels(labels, form)(frame);
    return { words, lines };
  };

  it('stacked: the name above a large number', () => {
    const { words } = drawn([label({})], 'stacked');
    expect(words.map((one) => one.words)).toEqual(['plain', '730×']);
    const [name, number] = words;
    expect(number?.baseline).toBeGreaterThan(name?.baseline ?? NaN);
    expect(number?.size).toBeGreaterThan(name?.size ?? NaN);
    expect(number?.left).toBe(name?.left);
  });

  it('row: number, then name; short: the number alone; name: the name alone', () => {
    const row = drawn([label({})], 'row').words;
    expect(row.map((one) => one.words)).toEqual(['730×', 'plain']);
    expect(row[1]?.left).toBeGreaterThanOrEqual(row[0]?.right ?? NaN);
    expect(drawn([label({})], 'short').words.map((one) => one.words)).toEqual(['730×']);
    expect(drawn([label({})], 'name').words.map((one) => one.words)).toEqual(['plain']);
    expect(drawn([label({ lane: null, name: 'chance' })], 'stacked').words.map((one) => one.words)).toEqual([
      'chance',
    ]);
  });

  it('a value that was changed stands behind what it was, where both have room', () => {
    const { words } = drawn([label({ before: '730×', value: '6.3×' })], 'stacked');
    expect(words.map((one) => one.words)).toEqual(['plain', '730× → ', '6.3×']);
    const long = drawn([label({ before: '12345678901234×', value: '6.3×' })], 'stacked').words;
    expect(long.map((one) => one.words)).toEqual(['plain', '6.3×']);
  });

  it('what is too long is smaller, and what is too long then ends in an ellipsis', () => {
    const name = 'a network with a very long name of its own';
    const [first, number] = drawn([label({ name, value: '1.2345×10⁻²⁰' })], 'stacked').words;
    const end = 400 + labelRoom('stacked');
    expect(first?.words).toMatch(/^a network.*…$/);
    expect(first?.right).toBeLessThanOrEqual(end);
    expect(first?.size).toBe(11);
    expect(number?.words).toBe('1.2345×10⁻²⁰');
    expect(number?.size).toBeLessThan(20);
    expect(number?.right).toBeLessThanOrEqual(end + 1e-9);
  });

  it('what has no room for a letter is nothing', () => {
    const { frame } = recordedFrame();
    frame.context.font = '10px sans';
    expect(shortened(frame, 'abcdef', 30)).toBe('abcdef');
    expect(shortened(frame, 'abc def', 25)).toBe('abc…');
    expect(shortened(frame, 'abcdef', 8)).toBe('');
  });

  it('a hairline leads from a label that had to go far to its line', () => {
    const near = drawn([label({ lane: 0 })], 'short').lines;
    const many = Array.from({ length: 6 }, (_, lane) => label({ lane }));
    const far = drawn(many, 'short').lines.filter((points) => points[0]?.[0] === 402);
    expect(near.filter((points) => points[0]?.[0] === 402)).toEqual([]);
    // Of six that are 19 high the two in the middle are within 14 of their lines.
    expect(far).toHaveLength(4);
    for (const points of far) expect(points[0]).toEqual([402, 100]);
  });
});
