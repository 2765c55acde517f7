/** Proves the import rules of the linter's config: in each folder, what may be imported passes and all else is refused. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const compute = ['ops', 'network', 'engine', 'data', 'training', 'experiments', 'worker'];
const page = ['client', 'state', 'charts', 'ui', 'i18n'];
/** What engine and data both do with files that may not come. */
const waits = ['data/download', 'data/time-limit'];
const targets = [...compute, ...page, 'config', 'architecture', ...waits, 'data/random', 'worker/protocol'];
const tfjs = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu/dist/shared'];
const view = ['react', 'react-dom/client', 'd3', 'd3-scale', 'zustand', 'zustand/vanilla'];
const packages = [
  ...tfjs,
  ...view,
  '@tensorflow/tfjs',
  'pure-rand',
  'pure-rand/generator/mersenne',
  'left-pad',
];

const pure = ['config', 'architecture'];
const data = ['data', 'data/random', ...waits];
/** For each folder (or file), the folders, single files and packages that the design allows it. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  config: ['config'],
  architecture: pure,
  data: [...data, 'config', 'pure-rand', 'pure-rand/generator/mersenne'],
  ops: [...pure, 'ops', 'data/random', ...tfjs],
  network: [...pure, 'network', 'ops', 'data/random', ...tfjs],
  engine: [...pure, 'engine', 'ops', 'data/random', ...waits, 'worker/protocol', ...tfjs],
  training: [...pure, ...data, 'training', 'network', 'engine', 'ops', 'worker/protocol', ...tfjs],
  experiments: [
    ...pure,
    ...data,
    'experiments',
    'training',
    'network',
    'engine',
    'ops',
    'worker/protocol',
    ...tfjs,
  ],
  worker: [...pure, ...compute, ...waits, 'data/random', 'worker/protocol', ...tfjs],
  'worker/protocol.ts': pure,
  i18n: [...pure, 'i18n', 'state', 'worker/protocol', 'react'],
  state: [...pure, 'state', 'worker/protocol', 'react', 'zustand', 'zustand/vanilla'],
  client: [...pure, 'client', 'state', 'i18n', 'worker/protocol', 'zustand', 'zustand/vanilla'],
  charts: [...pure, 'charts', 'state', 'i18n', 'worker/protocol', ...view],
  ui: [...pure, ...page, 'worker/protocol', ...view],
  'main.ts': [...pure, ...page, 'worker/protocol', ...view.filter((name) => !name.startsWith('d3'))],
};

const root = dirname(import.meta.dirname);
const folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Probe {
  readonly file: string;
  readonly imports: readonly { readonly from: string; readonly ok: boolean }[];
}

/** One file of imports, with what should become of each of them. */
function probe(owner: string, depth: number): Probe {
  const isFile = owner.includes('.');
  const file = isFile ? `src/${owner}` : `src/${owner}/${'deep/'.repeat(depth)}probe.ts`;
  const up = owner === 'main.ts' ? './' : '../'.repeat(1 + depth);
  const local = targets.map((target) => ({
    from: `${up}${target.includes('/') ? target : `${target}/some/file`}`,
    ok: allowed[owner]?.includes(target) ?? false,
  }));
  const external = packages.map((name) => ({ from: name, ok: allowed[owner]?.includes(name) ?? false }));
  // A file may always import its neighbours; the protocol is the exception.
  const own = isFile ? [] : ['./own', './own/style.css', 'vitest'].map((from) => ({ from, ok: true }));
  return { file, imports: [...local, ...external, ...own] };
}

const probes = Object.keys(allowed).flatMap((owner) =>
  owner.includes('.') ? [probe(owner, 0)] : [probe(owner, 0), probe(owner, 1)],
);
let refused: ReadonlySet<string>;

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

beforeAll(() => {
  // The types that type-aware rules ask for are not there, and not needed.
  const config = readFileSync(join(root, '.oxlintrc.json'), 'utf8').replace(
    '"typeAware": true',
    '"typeAware": false',
  );
  writeFileSync(join(folder, '.oxlintrc.json'), config);
  for (const { file, imports } of probes) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    const lines = imports.map(({ from }, i) => `import type { T${i} } from '${from}';`);
    writeFileSync(join(folder, file), lines.join('\n'));
  }
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format=json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
  refused = new Set(
    diagnostics
      .filter(({ code }) => code.includes('no-restricted-imports'))
      .map(({ filename, labels }) => `${filename}:${labels[0]?.span.line}`),
  );
});

describe('import rules', () => {
  test.each(probes)('$file', ({ file, imports }) => {
    const expected = imports.filter(({ ok }) => !ok).map(({ from }) => from);
    const found = imports.filter((_, i) => refused.has(`${file}:${i + 1}`)).map(({ from }) => from);
    expect(found).toEqual(expected);
    expect(expected).toContain('left-pad');
  });
});
