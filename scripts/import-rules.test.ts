/** Proves that the linter keeps the rooms apart: what `ROOMS` grants passes, and all else is refused. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOMS } from '../oxlint.config.js';

/** A package for every pattern of packages that a room may use, and one that none may. */
const PACKAGES = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-cpu/dist/shared',
  'react',
  'react-dom/client',
  'd3',
  'd3-format',
  'zustand/vanilla',
  '@tensorflow/tfjs',
  'pure-rand',
  'pure-rand/generator/mersenne',
  'left-pad',
];
const FOLDERS = [...new Set(ROOMS.map(({ room }) => room)), 'testing'].filter((room) => room !== 'main');
/** Single files that some room may import of a folder that is closed to it. */
const FILES = ROOMS.flatMap(({ from }) => from.filter((name) => name.includes('/')));
/** Patterns of what some part of a room may not import of another, each with a file that it names. */
const PARTS = [...new Set(ROOMS.flatMap(({ not = [] }) => not))].map((pattern) => ({
  pattern,
  file: `../${pattern.replaceAll('**/', '').replace(/\*+$/, 'part')}`,
}));

const root = dirname(import.meta.dirname);
const folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Probe {
  readonly file: string;
  readonly imports: readonly { readonly from: string; readonly granted: boolean }[];
}

function matches(pattern: string, name: string): boolean {
  return new RegExp(`^${pattern.replaceAll('**', '.+').replaceAll(/(?<!\.)\*/g, '[^/]+')}$`).test(name);
}

/** One file of imports, with what should become of each of them. */
function probe({ room, from, packages = [], not = [] }: (typeof ROOMS)[number], file: string): Probe {
  const up = '../'.repeat(file.split('/').length - 2) || './';
  const open = (name: string): boolean =>
    name === room ||
    [...from, ...(file.includes('.test.') ? ['testing'] : [])].some(
      (one) => one === name || name.startsWith(`${one}/`),
    );
  return {
    file,
    imports: [
      ...FOLDERS.map((name) => ({ from: `${up}${name}/some/file`, granted: open(name) })),
      ...FILES.map((name) => ({
        from: `${up}${name.replaceAll('*', 'some')}`,
        granted: open(name) || open(name.split('/')[0] ?? ''),
      })),
      ...PACKAGES.map((name) => ({
        from: name,
        granted: packages.some((pattern) => matches(pattern, name)),
      })),
      // A room in parts.
      ...(not.length === 0 ? [] : PARTS).map(({ pattern, file }) => ({
        from: file,
        granted: !not.includes(pattern),
      })),
      ...['./own', './own/style.css', 'vitest'].map((name) => ({ from: name, granted: true })),
    ],
  };
}

/** Files of a room: at its root, deep in it, and tests of both; or of what its patterns name. */
function filesOf({ room, files }: (typeof ROOMS)[number]): readonly string[] {
  const places = files?.map((pattern) => pattern.replace('/**', '/probe.ts').replaceAll('*', 'x')) ?? [
    `src/${room}/probe.ts`,
    `src/${room}/deep/probe.ts`,
  ];
  return room === 'main' ? places : places.flatMap((file) => [file, file.replace('.ts', '.test.ts')]);
}

const probes = ROOMS.flatMap((room) => filesOf(room).map((file) => probe(room, file)));
let refused: ReadonlySet<string>;

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

beforeAll(() => {
  // The types that type-aware rules ask for are not there, and not needed.
  const config = readFileSync(join(root, 'oxlint.config.js'), 'utf8').replace(
    'typeAware: true',
    'typeAware: false',
  );
  writeFileSync(join(folder, 'oxlint.config.js'), config);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, imports } of probes) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    const lines = imports.map(({ from }, i) => `import type { T${i} } from '${from}';`);
    writeFileSync(join(folder, file), lines.join('\n'));
  }
  const oxlint = join(root, 'node_modules/.bin/oxlint');
  const { stdout } = spawnSync(oxlint, ['-c', 'oxlint.config.js', '--format=json', 'src'], {
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
    const expected = imports.filter(({ granted }) => !granted).map(({ from }) => from);
    const found = imports.filter((_, i) => refused.has(`${file}:${i + 1}`)).map(({ from }) => from);
    expect(found).toEqual(expected);
    expect(expected).toContain('left-pad');
  });
});
