/** What `train.py` writes: `metrics.csv`, a row for each step and network. */
import { gradientLayer } from '../../src/contract/metrics';
import type { LaneStep, LaneSteps } from './compare';

/** Reads the file's text. Its numbers are Python's: those that are not finite are `nan`, `inf` and `-inf`. */
export function readMetrics(text: string): LaneSteps {
  const [header = [], ...rows] = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const lanes: Record<string, LaneStep[]> = {};
  for (const cells of rows) {
    const row = new Map(header.map((column, at) => [column, cells[at] ?? '']));
    const number = (column: string): number => numberOf(row.get(column) ?? '');
    const gradients = header.flatMap((column): [string, number][] => {
      const layer = gradientLayer(column);
      // A network of other layers leaves the column empty.
      return layer === null || row.get(column) === '' ? [] : [[layer, number(column)]];
    });
    const isTest = (row.get('test_accuracy') ?? '') !== '';
    (lanes[row.get('lane') ?? ''] ??= []).push({
      loss: number('loss'),
      rate: number('rate'),
      gradient: Object.fromEntries(gradients),
      test: isTest ? { loss: number('test_loss'), accuracy: number('test_accuracy') } : null,
    });
  }
  return lanes;
}

const WORDS: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity, nan: NaN, '': NaN };

function numberOf(text: string): number {
  return WORDS[text] ?? Number(text);
}
