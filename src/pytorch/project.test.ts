import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { planLanes } from '../architecture/plan-experiment';
import { decode } from '../config/codec/url';
import { floatsOf, readSafetensors } from '../formats/safetensors';
import { projectFiles, PYTHON_FILES, type ProjectInput, type PythonFiles } from './project';

/** The folder of a link, whose weights count from 0 at step 0, and from 1,000,000 at step 7. */
function folderOf(fields: string, changes: Partial<ProjectInput> = {}) {
  const { config } = decode(`#v=1&set=digits&blocks=1,1,1&${fields}`);
  const plans = planLanes(config);
  const weights = config.lanes.map(({ id }, i) => {
    const counted = (from: number) =>
      Float32Array.from({ length: plans[i]!.parameterCount }, (_, at) => from + at);
    const initialStatistics = new Map([
      ['bn1', { mean: Float32Array.of(0, 0, 0), variance: Float32Array.of(1, 1, 1) }],
    ]);
    const statistics = new Map([
      ['bn1', { mean: Float32Array.of(5, 6, 7), variance: Float32Array.of(2, 3, 4) }],
    ]);
    return { id, initial: counted(0), now: counted(1_000_000), initialStatistics, statistics };
  });
  const names = Object.keys(PYTHON_FILES) as (keyof PythonFiles)[];
  const python = Object.fromEntries(names.map((name) => [name, `# ${name}\n`])) as PythonFiles;
  const data = {
    kind: 'npz',
    bytes: Uint8Array.of(1, 2),
    name: 'digits',
    classes: ['0', '1'],
    hash: null,
  } as const;
  const input = {
    config,
    link: 'https://page/#v=1',
    plans,
    python,
    steps: 20,
    step: 7,
    weights,
    data,
    ...changes,
  };
  const files = projectFiles(input);
  const text = (path: string): string => new TextDecoder().decode(files.get(path));
  const experiment = () => JSON.parse(text('experiment.json')) as Record<string, unknown>;
  return { files, text, experiment };
}

interface WrittenLane {
  readonly id: string;
  readonly blocks: readonly string[];
  readonly gains: readonly number[];
  readonly switches: readonly object[];
  readonly layers: readonly string[];
  readonly noise: readonly object[];
}

const lanesOf = (fields: string): readonly WrittenLane[] =>
  folderOf(fields).experiment()['lanes'] as readonly WrittenLane[];

describe('a folder', () => {
  test('has every file, and those that are the same everywhere as they are', () => {
    const { files, text } = folderOf('');
    expect([...files.keys()].toSorted()).toEqual([
      'README.md',
      'data.npz',
      'experiment.json',
      'hook.py',
      'images.py',
      'model.py',
      'notebook.ipynb',
      'recipe.py',
      'replay.py',
      'run.py',
      'train.py',
      'weights/plain.step0.safetensors',
      'weights/plain.step7.safetensors',
      'weights/residual.step0.safetensors',
      'weights/residual.step7.safetensors',
    ]);
    expect(text('replay.py')).toBe('# replay\n');
    expect(text('model.py')).toMatch(/^ {4}"plain": /m);
    expect(text('README.md')).toContain('`weights/*.step7.safetensors`');
    for (const path of Object.values(PYTHON_FILES))
      expect(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')).toMatch(/^"""/);
  });

  test('holds weights of step 0 and of now, with the statistics of each', () => {
    const { files } = folderOf('');
    const numbers = (path: string, name: string) => {
      const { tensors, metadata } = readSafetensors(files.get(`weights/${path}.safetensors`)!);
      return { ...metadata, values: [...floatsOf(tensors.get(name)!)!].slice(0, 3) };
    };
    expect(numbers('plain.step0', 'bn1.running_var')).toMatchObject({ step: '0', values: [1, 1, 1] });
    expect(numbers('plain.step7', 'bn1.running_var')).toMatchObject({ step: '7', values: [2, 3, 4] });
    // Of filters [3, 3, 1, 8] the first output channel has every eighth number.
    expect(numbers('plain.step0', 'conv1.weight').values).toEqual([0, 8, 16]);
    expect(numbers('residual.step7', 'conv1.weight').values).toEqual([1_000_000, 1_000_008, 1_000_016]);
  });

  test('of a run without a step has one set of weights, and without images says what to bring', () => {
    const data = { kind: 'hash', name: 'Leaves', classes: ['oak'], hash: '0123456789abcdef' } as const;
    const { files, text } = folderOf('', { step: 0, data });
    expect([...files.keys()].filter((path) => /step|npz/.test(path))).toEqual([
      'weights/residual.step0.safetensors',
      'weights/plain.step0.safetensors',
    ]);
    expect(text('README.md')).toContain('Leaves (the set 0123456789abcdef)');
  });
});

test('names of own images are text in README and notebook, and mark nothing up', () => {
  const data = {
    kind: 'npz',
    bytes: Uint8Array.of(1),
    name: 'a*b <i> [c]',
    classes: ['0'],
    hash: null,
  } as const;
  const { text } = folderOf('', { data });
  expect(text('README.md')).toContain(String.raw`on a\*b \<i\> \[c\] as the page did`);
  const { cells } = JSON.parse(text('notebook.ipynb')) as { readonly cells: readonly { source: string[] }[] };
  expect(cells[0]?.source.join('')).toContain(String.raw`on a\*b \<i\> \[c\]: same weights`);
  expect(text('experiment.json')).toContain('a*b <i> [c]');
});

describe('experiment.json', () => {
  test('has settings under names of Python', () => {
    const { experiment } = folderOf(
      'opt=adamw&lr=0.003&decay=0.05&decay.all=off&batch=16&seed.order=9&rate=4:0.5&test=3',
    );
    expect(experiment()).toMatchObject({
      link: 'https://page/#v=1',
      steps: 20,
      start: 7,
      seed: 9,
      batch_size: 16,
      test_interval: 3,
      rates: [{ step: 4, rate: 0.5 }],
      optimiser: { kind: 'adamw', rate: 0.003, decay: 0.05, beta1: 0.9, decays_all: false, clip: 0 },
      data: { name: 'digits', height: 8, width: 8, channels: 1, classes: ['0', '1'], test_images: 500 },
    });
  });

  test('has gains after every switch, of the lane that it is thrown in', () => {
    const [residual, plain] = lanesOf('switch=2:residual:0-1:0;5:residual:2:0.5;5:plain:all:1');
    expect(residual).toMatchObject({
      blocks: ['layer1.0', 'layer2.0', 'layer3.0'],
      gains: [1, 1, 1],
      switches: [
        { step: 2, gains: [0, 0, 1] },
        { step: 5, gains: [0, 0, 0.5] },
      ],
    });
    expect(plain?.switches).toEqual([{ step: 5, gains: [1, 1, 1] }]);
  });

  test('names what is random by module and stream', () => {
    const [residual] = lanesOf('dropout=0.25&shortcut.dropout=0.5&depth.dropout=0.3');
    expect(residual?.noise.slice(-3)).toEqual([
      { module: 'layer3.0.dropout', stream: 'layer3.0.dropout', kind: 'dropout', share: 0.25 },
      // The last block survives with the chance that is left.
      { module: 'layer3.0.depth', stream: 'layer3.0.depth', kind: 'depth', share: 0.7 },
      {
        module: 'layer3.0.shortcut_dropout',
        stream: 'layer3.0.shortcut.dropout',
        kind: 'dropout',
        share: 0.5,
      },
    ]);
    expect(lanesOf('')[0]?.noise).toEqual([]);
  });

  test('tells dropout of an image that was flattened from that of a hidden layer', () => {
    const [alexnet, vgg] = lanesOf(
      'lanes=a,b&net.a=alexnet&net.a.hidden=32&net.a.dropout=0.5&net.b=vgg&net.b.hidden=16&net.b.dropout=0.2',
    );
    expect(alexnet?.noise).toEqual([
      // Three times halved, 4 · 16 channels.
      { module: 'classifier.0', stream: 'classifier.0', kind: 'dropout', share: 0.5, flattened: [1, 1, 64] },
      { module: 'classifier.3', stream: 'classifier.3', kind: 'dropout', share: 0.5 },
    ]);
    expect(vgg?.noise).toEqual([
      { module: 'classifier.2', stream: 'classifier.2', kind: 'dropout', share: 0.2 },
      { module: 'classifier.5', stream: 'classifier.5', kind: 'dropout', share: 0.2 },
    ]);
  });
});

describe('the notebook', () => {
  const notebook = JSON.parse(folderOf('').text('notebook.ipynb')) as {
    readonly nbformat: number;
    readonly nbformat_minor: number;
    readonly metadata: { readonly kernelspec: { readonly name: string } };
    readonly cells: readonly Record<string, unknown>[];
  };

  // https://nbformat.readthedocs.io/en/latest/format_description.html
  test('is of version 4.5: cells have ids of their own, those of code no output yet', () => {
    expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
    expect(notebook.metadata.kernelspec.name).toBe('python3');
    const ids = notebook.cells.map(({ id }) => id as string);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { cell_type: kind, id, metadata, source, ...rest } of notebook.cells) {
      expect(id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      expect(metadata).toEqual({});
      expect(rest).toEqual(kind === 'code' ? { execution_count: null, outputs: [] } : {});
      expect(['code', 'markdown']).toContain(kind);
      const lines = source as readonly string[];
      expect(lines.slice(0, -1).every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
    }
  });
});
