import { describe, expect, test } from 'vitest';
import { ensureTorch, findTorch, type Machine } from './python';

const SYSTEM = '/usr/bin/python3';
const UPDATE = 'apt-get update';
const INSTALL = 'apt-get install -y --no-install-recommends python3-torch python3-onnx python3-pil';
const ALL = ['numpy', 'torch', 'onnx', 'PIL'];

interface Given {
  readonly python?: string;
  /** Modules by interpreter. */
  readonly has?: Readonly<Record<string, readonly string[]>>;
  /** What the system's Python has once the packages are installed; null where that fails. */
  readonly installs?: readonly string[] | null;
  readonly isRoot?: boolean;
  readonly hasApt?: boolean;
}

function machine(given: Given): Machine & { readonly ran: string[]; readonly said: string[] } {
  const modules: Record<string, readonly string[]> = { ...given.has };
  const ran: string[] = [];
  const said: string[] = [];
  return {
    ran,
    said,
    environment: given.python === undefined ? {} : { PYTHON: given.python },
    isRoot: given.isRoot ?? false,
    hasApt: given.hasApt ?? true,
    imports: (python, wanted) => wanted.every((name) => modules[python]?.includes(name) === true),
    run(command, args) {
      ran.push([command, ...args].join(' '));
      if (args[0] !== 'install') return true;
      if (!given.installs) return false;
      modules[SYSTEM] = given.installs;
      return true;
    },
    log: (line) => void said.push(line),
  };
}

describe('findTorch', () => {
  test('the one that is named goes before all others', () => {
    const has = { '/mine': ['numpy', 'torch'], python3: ALL };
    expect(findTorch(machine({ python: '/mine', has }))).toBe('/mine');
  });

  test('a named one without torch is not replaced in silence', () => {
    expect(findTorch(machine({ python: '/mine', has: { '/mine': ['numpy'], python3: ALL } }))).toBeNull();
  });

  test("the system's does where the first on the path has no torch", () => {
    expect(findTorch(machine({ has: { python3: ['numpy'], [SYSTEM]: ['numpy', 'torch'] } }))).toBe(SYSTEM);
  });
});

describe('ensureTorch', () => {
  test('nothing is installed where all is there', () => {
    const given = machine({ has: { python3: ALL }, isRoot: true });
    expect(ensureTorch(given)).toBe('python3');
    expect(given.ran).toEqual([]);
  });

  test('root on Debian gets the packages', () => {
    const given = machine({ isRoot: true, installs: ALL });
    expect(ensureTorch(given)).toBe(SYSTEM);
    expect(given.ran).toEqual([UPDATE, INSTALL]);
  });

  test('torch without onnx is reason enough, and does where that cannot be had', () => {
    const given = machine({ has: { python3: ['numpy', 'torch'] }, isRoot: true, installs: null });
    expect(ensureTorch(given)).toBe('python3');
    expect(given.ran).toEqual([UPDATE, INSTALL]);
    expect(given.said.at(-1)).toMatch(/could not be installed/);
  });

  test.each([{ isRoot: false }, { isRoot: true, hasApt: false }])('nobody else installs: %j', (one) => {
    const given = machine({ ...one, installs: ALL });
    expect(ensureTorch(given)).toBeNull();
    expect(given.ran).toEqual([]);
  });
});
