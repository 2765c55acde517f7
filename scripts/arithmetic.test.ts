/**
 * In the rooms whose numbers a link replays, nothing is computed by what the language leaves to its engines: `**` and most
 * of `Math`. `config/arithmetic.ts` has what is used instead.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

const ROOMS = 'config architecture data ops network engine training studies worker'.split(' ');
/** What the page shows of a study replays nothing. */
const OF_THE_PAGE = /^studies\/(?!worker\.ts$|compute\/|\w+\/compute)/;

/** AssemblyScript is none of JavaScript: what it calls is compiled with it. */
const OF_THE_MODULE = /^ops\/simd\/assembly\//;

/** What IEEE 754 or the language itself defines to the last bit. */
const EXACT =
  'abs ceil clz32 floor fround imul max min round sign sqrt trunc PI E LN2 LOG2E SQRT2 SQRT1_2'.split(' ');

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';

/** Every node of a tree, parents first. */
function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node).flat()) if (isNode(value)) yield* nodesOf(value);
}

/** A whole power of two that is written out is exact in every engine. */
function isPowerOfTwo({ left, right }: Node): boolean {
  const exponent = isNode(right) && right.type === 'UnaryExpression' ? right['argument'] : right;
  return (
    isNode(left) && left['value'] === 2 && isNode(exponent) && Number.isInteger(exponent['value'] as number)
  );
}

/** Line and text of whatever an engine may compute in its own way. */
function inexact(file: string, code: string): string[] {
  const { program, errors } = parseSync(file, code);
  expect(errors).toStrictEqual([]);
  const found: string[] = [];
  for (const node of nodesOf(program as unknown as Node)) {
    const { type, object, property, computed, operator } = node;
    const isPower = operator === '**=' || (operator === '**' && !isPowerOfTwo(node));
    const isMath = isNode(object) && object['name'] === 'Math' && type === 'MemberExpression';
    const name = isNode(property) && computed !== true ? String(property['name']) : '[…]';
    if (isPower || (isMath && !EXACT.includes(name)))
      found.push(
        `${file}:${code.slice(0, node.start).split('\n').length}: ${isMath ? `Math.${name}` : String(operator)}`,
      );
  }
  return found;
}

test('No power, logarithm, exponential or angle of the engine', () => {
  const root = join(import.meta.dirname, '../src');
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
  ).filter(
    (name) =>
      name.endsWith('.ts') &&
      !/(\.test|testing)\.ts$/.test(name) &&
      !OF_THE_PAGE.test(name) &&
      !OF_THE_MODULE.test(name),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap((name) => inexact(name, readFileSync(join(root, name), 'utf8')))).toStrictEqual([]);
});

test.each([
  ['const a = b ** 2;', 'probe.ts:1: **'],
  ['const a =\n  2 ** b;', 'probe.ts:2: **'],
  ['a **= 2;', 'probe.ts:1: **='],
  ['const a = 1024 ** 3;', 'probe.ts:1: **'],
  ['const a = Math.pow(b, 2);', 'probe.ts:1: Math.pow'],
  ['const a = b.map(Math.exp);', 'probe.ts:1: Math.exp'],
  ['const a = Math[b](2);', 'probe.ts:1: Math.[…]'],
  ['const a = Math.hypot(3, 4) as number;', 'probe.ts:1: Math.hypot'],
])('%j is found', (code, found) => {
  expect(inexact('probe.ts', code)).toStrictEqual([found]);
});

test.each(['const a = 2 ** 53;', 'const a = 2 ** -126;', 'const a = Math.sqrt(2) * Math.PI; // b ** 2'])(
  '%j is not',
  (code) => {
    expect(inexact('probe.ts', code)).toStrictEqual([]);
  },
);
