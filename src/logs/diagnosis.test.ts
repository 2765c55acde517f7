/** Each rule with a log that it holds for, one that it just does not hold for, and one that does not say. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { decode, encode } from '../config/codec/url';
import { diagnose } from './diagnosis';
import { LogReader } from './read-log';
import { RULES, type RuleId } from './rules/rules';
import { Log } from './summary';
import { experimentOf, TRIES } from './tries';

type Row = Readonly<Record<string, number | null | readonly (number | null)[]>>;

interface Told {
  readonly layers?: readonly {
    readonly name: string;
    readonly type?: string;
    readonly shape?: readonly number[];
  }[];
  readonly optimizer?: Readonly<Record<string, unknown>>;
}

/** A log as hook.py writes it. */
function logOf(rows: readonly Row[], { layers, optimizer = { type: 'SGD' } }: Told = {}): Log {
  const count = rows.flatMap((row) => Object.values(row)).find((value) => Array.isArray(value))?.length ?? 0;
  const told =
    layers ??
    Array.from({ length: count }, (_, i) => ({ name: `fc${i + 1}`, type: 'Linear', shape: [8, 8] }));
  const reader = new LogReader('run.jsonl');
  const lines = [{ hook: 1, optimizer, layers: told }, ...rows.map((row, step) => ({ step, ...row }))];
  reader.push(new TextEncoder().encode(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`));
  return new Log(reader.summary());
}

const repeat = (count: number, row: (step: number) => Row): readonly Row[] =>
  Array.from({ length: count }, (_, i) => row(i));

/** Numbers from one to another, each by the same factor. */
const geometric = (first: number, last: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first * (last / first) ** (i / (count - 1)));

const steady = (row: Row): Log => logOf(repeat(10, () => row));
const holds = (log: Log) => diagnose(log).found.map(({ id }) => id);
const measured = (log: Log, rule: RuleId) => diagnose(log).found.find(({ id }) => id === rule);

const linear = (name: string, out = 8) => ({ name, type: 'Linear', shape: [out, 8] });
const ten = Array.from({ length: 10 }, (_, i) => linear(`fc${i + 1}`));

/** Of each rule: where it holds, and where it just does not. */
const CASES: Readonly<Record<RuleId, readonly [holds: Log, fine: Log]>> = {
  'not-finite': [
    logOf(repeat(10, (step) => ({ loss: step < 6 ? 1 : 1e300, act_nonfinite: [0, step < 6 ? 0 : 3] }))),
    steady({ loss: 1e30, act_nonfinite: [0, 0] }),
  ],
  'cut-off': [steady({ grad_norm: [0, 0, 1, 1] }), steady({ grad_norm: [1e-30, 1, 1, 1] })],
  vanishing: [steady({ grad_norm: geometric(0.9e-3, 1, 5) }), steady({ grad_norm: geometric(1.1e-3, 1, 5) })],
  exploding: [steady({ grad_norm: geometric(101, 1, 5) }), steady({ grad_norm: geometric(99, 1, 5) })],
  // The first of three and the last of three quarters: the median of each is the second.
  'growing-activations': [
    steady({ act_std: [1, 1, 1, 5, 5, 5, 101, 101, 101, 7] }),
    steady({ act_std: [1, 1, 1, 5, 5, 5, 99, 99, 99, 7] }),
  ],
  'fading-activations': [
    steady({ act_std: [1, 1, 1, 0.1, 0.1, 0.1, 0.009, 0.009, 0.009, 7] }),
    steady({ act_std: [1, 1, 1, 0.1, 0.1, 0.1, 0.011, 0.011, 0.011, 7] }),
  ],
  'dead-units': [steady({ dead: [0.9, 0.1, 0.51] }), steady({ dead: [0.9, 0.1, 0.49] })],
  spikes: [
    logOf(repeat(40, (step) => ({ loss: step === 30 ? 2.1 : 1 + 1 / (1 + step) }))),
    logOf(repeat(40, (step) => ({ loss: step === 30 ? 1.6 : 1 + 1 / (1 + step) }))),
  ],
  'large-updates': [
    steady({ grad_norm: [1, 1, 1], weight_norm: [1, 1, 1], update_norm: [0.031, 0.031, 1e-4] }),
    steady({ grad_norm: [1, 1, 1], weight_norm: [1, 1, 1], update_norm: [0.029, 0.029, 1] }),
  ],
  'small-updates': [
    steady({ grad_norm: [1, 1, 1], weight_norm: [2, 2, 2], update_norm: [5.8e-5, 5.8e-5, 1] }),
    steady({ grad_norm: [1, 1, 1], weight_norm: [2, 2, 2], update_norm: [6.2e-5, 6.2e-5, 0] }),
  ],
  chance: [
    logOf(
      repeat(150, () => ({ loss: 2.36, grad_norm: [1, 1] })),
      { layers: [linear('fc1'), linear('head', 10)] },
    ),
    logOf(
      repeat(150, () => ({ loss: 2.38, grad_norm: [1, 1] })),
      { layers: [linear('fc1'), linear('head', 10)] },
    ),
  ],
  'shrinking-weights': [
    logOf(repeat(80, (step) => ({ weight_norm: geometric(1, 0.45, 80).slice(step, step + 1) }))),
    logOf(repeat(80, (step) => ({ weight_norm: geometric(1, 0.55, 80).slice(step, step + 1) }))),
  ],
  'no-norm': [
    steady({ act_std: [1, 1, 1, 5, 5, 5, 11, 11, 11, 7] }),
    logOf(
      repeat(10, () => ({ act_std: [1, 1, 1, 5, 5, 5, 11, 11, 11, 7, 1] })),
      { layers: [...ten, { name: 'norm', type: 'BatchNorm1d', shape: [8] }] },
    ),
  ],
  frozen: [
    steady({ grad_norm: [null, 1, 1], weight_norm: [1, 1, 1] }),
    steady({ grad_norm: [1, 1, 1], weight_norm: [1, 1, 1] }),
  ],
};

describe.each(Object.keys(RULES) as RuleId[])('%s', (rule) => {
  const [sick, fine] = CASES[rule];

  it('holds where its threshold is passed', () => {
    expect(holds(sick)).toContain(rule);
  });

  it('does not hold just before it, and says so', () => {
    expect(diagnose(fine).fine).toContain(rule);
  });

  it('says nothing of a file that does not show it', () => {
    const silent = logOf([{ temperature: 1 }]);
    expect(diagnose(silent).unknown).toContain(rule);
    expect(holds(silent)).toEqual([]);
  });

  it('names where it is described, and an experiment of the page', () => {
    const { source, tries } = RULES[rule];
    expect(
      'arXiv' in source.at
        ? /^\d{4}\.\d{5}$|^\d{4}\.\d{4,5}$/.test(source.at.arXiv)
        : URL.canParse(source.at.address),
    ).toBe(true);
    expect(tries.length).toBeGreaterThan(0);
  });
});

test('every experiment to try is one that its link opens, unrepaired', () => {
  for (const id of TRIES) {
    const config = experimentOf(id);
    expect(decode(encode(config))).toEqual({ config, repairs: [] });
  }
});

test('what is measured is what the file has', () => {
  expect(measured(steady({ grad_norm: [1e-6, 1, 2] }), 'vanishing')).toMatchObject({
    measured: 5e-7,
    layers: ['fc1', 'fc3'],
  });
  expect(measured(steady({ dead: [0, 0.75, 0.5] }), 'dead-units')).toMatchObject({
    measured: 0.75,
    layers: ['fc2'],
    count: 2,
  });
  expect(measured(CASES.chance[0], 'chance')).toMatchObject({
    measured: 2.36,
    beside: Math.log(10),
    layers: ['head'],
  });
});

test('norms, shortcuts and tables are none of the layers that depth is measured over', () => {
  const log = logOf(
    repeat(10, () => ({ grad_norm: [1e-9, 1, 1e-9, 1e-9, 1, 1] })),
    {
      layers: [
        { name: 'wte', type: 'Embedding', shape: [50, 8] },
        linear('a'),
        { name: 'bn', type: 'BatchNorm2d', shape: [8] },
        { name: 'layer2.0.downsample.0', type: 'Conv2d', shape: [8, 8, 1, 1] },
        linear('b'),
        linear('c'),
      ],
    },
  );
  expect(diagnose(log).fine).toEqual(expect.arrayContaining(['vanishing', 'exploding']));
});

test('where a loss is no longer finite, the first layer at fault is named: the earliest of activations, the latest of gradients', () => {
  const rows = (key: string): readonly Row[] =>
    repeat(6, (step) => ({ loss: 1, [key]: step < 4 ? [0, 0, 0] : [0, 2, 1] }));
  expect(measured(logOf(rows('act_nonfinite')), 'not-finite')).toMatchObject({
    step: 4,
    layers: ['fc2'],
    measured: 4,
  });
  expect(measured(logOf(rows('grad_nonfinite')), 'not-finite')).toMatchObject({ step: 4, layers: ['fc3'] });
});

function fixture(name: string): Log {
  const reader = new LogReader(name);
  reader.push(readFileSync(`e2e/fixtures/logs/${name}`));
  reader.end();
  return new Log(reader.summary());
}

test('trainings by PyTorch: 30 sigmoid layers, too high a rate, and one that trains', () => {
  expect(holds(fixture('vanishing.jsonl'))).toEqual(expect.arrayContaining(['vanishing', 'chance']));
  expect(holds(fixture('diverges.jsonl'))[0]).toBe('not-finite');
  expect(measured(fixture('diverges.jsonl'), 'not-finite')).toMatchObject({ step: 3 });
  expect(holds(fixture('trains.csv'))).toEqual([]);
});
