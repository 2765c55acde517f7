/** What is measured and looked at beside training: asked for by messages, and without a trace in the numbers. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import type { Report } from '../contract/messages';
import { openSession as open, tiny } from '../testing/session';

beforeAll(() => useNodeBackend('wasm'));

describe('instruments', () => {
  const kinds = (reports: readonly Report[], run: number): string[] =>
    reports.flatMap((report) => (report.run === run ? [report.type] : []));

  it('measure nothing until they are watched, then every step, and nothing again when nobody looks', async () => {
    const { reports, send, start, until, stepped } = open();
    start(1);
    send({ type: 'step', run: 1 });
    await until(stepped(1, 1));
    expect(kinds(reports, 1)).not.toContain('instruments');
    send({ type: 'watch', run: 1, instruments: ['streams'] });
    // At rest, the gradient at hand is measured at once.
    await until((report) => report.type === 'instruments' && report.row[0] === 1);
    const watching = reports.find((report) => report.type === 'watching');
    expect(watching?.layout.lanes.map(({ id, columns }) => [id, columns.length])).toEqual([
      ['residual', 8],
      ['plain', 8],
    ]);
    send({ type: 'step', run: 1 });
    await until(stepped(1, 2));
    const before = kinds(reports, 1).filter((kind) => kind === 'instruments').length;
    expect(before).toBe(2);
    send({ type: 'watch', run: 1, instruments: [] });
    send({ type: 'step', run: 1 });
    await until(stepped(1, 3));
    expect(kinds(reports, 1).filter((kind) => kind === 'instruments')).toHaveLength(before);
  });

  it('leave the rows of a run as they are', async () => {
    const { send, start, until, stepped, rows } = open();
    start(1);
    for (let step = 0; step < 3; step++) send({ type: 'step', run: 1 });
    await until(stepped(1, 3));
    start(2);
    send({ type: 'watch', run: 2, instruments: ['streams', 'layers'] });
    for (let step = 0; step < 3; step++) send({ type: 'step', run: 2 });
    await until(stepped(2, 3));
    expect(rows(2)).toEqual(rows(1));
  });
});

describe('predictions', () => {
  // Losses that follow from the probabilities p of the classes, by their definitions.
  it.each([
    ['cross-entropy', 0, 2, (own: number) => -Math.log(own)],
    [
      'cross-entropy',
      0.3,
      2,
      (own: number, p: readonly number[]) =>
        p.reduce((sum, each) => sum - (0.3 / p.length) * Math.log(each), -0.7 * Math.log(own)),
    ],
    ['focal', 0, 2, (own: number) => -((1 - own) ** 2) * Math.log(own)],
  ] as const)('have the losses that the test has, of %s, %f', async (kind, smoothing, focus, define) => {
    const { reports, send, start, until } = open();
    start(1, { ...tiny, testInterval: 1, loss: { kind, smoothing, focus } });
    send({ type: 'step', run: 1 });
    await until((report) => report.type === 'tested');
    send({ type: 'inspect', run: 1, request: { kind: 'predictions', pixels: false } });
    await until((report) => report.type === 'inspected');
    const tested = reports.find((report) => report.type === 'tested');
    const { result } = reports.find((report) => report.type === 'inspected')!;
    if (result.kind !== 'predictions') throw new Error('another look was asked for');
    result.lanes.forEach(({ probabilities, losses }, lane) => {
      let sum = 0;
      result.labels.forEach((label, image) => {
        const row = [...probabilities.subarray(image * 10, (image + 1) * 10)];
        expect(losses[image]).toBeCloseTo(define(row[label]!, row), 4);
        sum += define(row[label]!, row);
      });
      expect(tested!.results[lane]!.loss).toBeCloseTo(sum / result.labels.length, 5);
    });
  });

  it('are those that the test counts, with probabilities that sum to 1, and pixels where asked for', async () => {
    const { reports, send, start, until } = open();
    start(1, { ...tiny, testInterval: 2 });
    send({ type: 'step', run: 1 });
    send({ type: 'step', run: 1 });
    await until((report) => report.type === 'tested');
    send({ type: 'inspect', run: 1, request: { kind: 'predictions', pixels: true } });
    await until((report) => report.type === 'inspected');
    const tested = reports.find((report) => report.type === 'tested');
    const { result } = reports.find((report) => report.type === 'inspected')!;
    if (result.kind !== 'predictions') throw new Error('another look was asked for');
    const { labels, lanes, pixels, height, width, classes, step } = result;
    expect(step).toBe(2);
    const ready = reports.find((report) => report.type === 'ready');
    expect(new Set(ready!.shown.labels).size).toBe(6);
    expect(ready!.shown.labels).toEqual(ready!.shown.images.map((image) => labels[image]));
    expect(pixels).toHaveLength(labels.length * height * width * 4);
    lanes.forEach(({ probabilities }, lane) => {
      let right = 0;
      labels.forEach((label, image) => {
        const row = [...probabilities.subarray(image * classes.length, (image + 1) * classes.length)];
        expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
        if (row.indexOf(Math.max(...row)) === label) right++;
      });
      expect(right / labels.length).toBeCloseTo(tested!.results[lane]!.accuracy, 12);
      // What the test says of the images that are shown is the same.
      const answers = ready!.shown.images.flatMap((image) => [
        ...probabilities.subarray(image * classes.length, (image + 1) * classes.length),
      ]);
      expect([...tested!.results[lane]!.answers]).toEqual(answers);
    });
    send({ type: 'inspect', run: 1, request: { kind: 'predictions', pixels: false } });
    await until((report) => report.type === 'inspected' && report.result.pixels === null);
  });

  it('a look at a layer has its maps, filters and dead channels, and nothing of an unknown layer', async () => {
    const { reports, send, start, until } = open();
    start(1);
    send({ type: 'step', run: 1 });
    await until((report) => report.type === 'metrics' && report.stepCount === 1);
    send({ type: 'inspect', run: 1, request: { kind: 'layer', layer: 'layer1.0.conv1', image: 3 } });
    await until((report) => report.type === 'inspected');
    const { result } = reports.find((report) => report.type === 'inspected')!;
    if (result.kind !== 'layer') throw new Error('another look was asked for');
    expect(result).toMatchObject({ step: 1, image: 3, side: [14, 14] });
    for (const look of result.lanes) {
      const { maps, filters, filterShape, dead, channels } = look!;
      expect(maps).toHaveLength(7 * 7 * 4);
      expect(filterShape).toEqual([3, 4, 4]);
      expect(filters).toHaveLength(3 * 3 * 4 * 4);
      const zero = Array.from({ length: channels }, (_, c) =>
        maps.every((v, i) => i % channels !== c || v === 0),
      );
      expect(dead).toBeLessThanOrEqual(zero.filter(Boolean).length);
    }
    send({ type: 'inspect', run: 1, request: { kind: 'layer', layer: 'no such layer', image: 0 } });
    await until(
      (report) =>
        report.type === 'inspected' && report.result.kind === 'layer' && report.result.lanes[0] === null,
    );
  });
});
