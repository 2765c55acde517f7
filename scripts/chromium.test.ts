import { describe, expect, test } from 'vitest';
import { type Machine, NoChromiumError, ensureChromium, findChromium } from './chromium';

const OWN = '/cache/playwright/chrome';

interface Given {
  readonly environment?: Record<string, string>;
  /** Commands on the PATH. */
  readonly commands?: Record<string, string>;
  /** Programs that start; commands run may add to it. */
  readonly starting?: readonly string[];
  readonly isRoot?: boolean;
  /** What a command run does: adds programs that start, or fails (null). */
  readonly effects?: Record<string, readonly string[] | null>;
}

function machine(given: Given): Machine & { readonly ran: string[] } {
  const starting = new Set(given.starting);
  const ran: string[] = [];
  return {
    ran,
    environment: given.environment ?? {},
    isRoot: given.isRoot ?? false,
    which: (command) => given.commands?.[command] ?? null,
    starts: (path) => starting.has(path),
    playwrightPath: () => OWN,
    run(command, args) {
      const line = [command, ...args].join(' ');
      ran.push(line);
      const effect = given.effects?.[line] ?? null;
      effect?.forEach((path) => starting.add(path));
      return effect !== null;
    },
    log: () => undefined,
  };
}

const DOWNLOAD = 'npx playwright install chromium';
const LIBRARIES = 'npx playwright install-deps chromium';
const UPDATE = 'apt-get update';
const PACKAGE = 'apt-get install -y chromium';

describe('findChromium', () => {
  test('the environment goes before what is installed', () => {
    const found = findChromium(
      machine({
        environment: { CHROMIUM_PATH: '/mine' },
        commands: { chromium: '/usr/bin/chromium' },
        starting: ['/mine', '/usr/bin/chromium'],
      }),
    );
    expect(found).toBe('/mine');
  });

  test('a named one that does not start is an error, not replaced in silence', () => {
    const given = machine({
      environment: { PLAYWRIGHT_CHROMIUM_EXECUTABLE: '/gone' },
      commands: { chromium: '/usr/bin/chromium' },
      starting: ['/usr/bin/chromium'],
    });
    expect(() => findChromium(given)).toThrow(/PLAYWRIGHT_CHROMIUM_EXECUTABLE.*\/gone/);
  });

  test('an empty variable names nothing', () => {
    const given = { environment: { CHROMIUM_PATH: '' }, starting: [OWN] };
    expect(findChromium(machine(given))).toBe(OWN);
  });

  test('an installed one that does not start is passed over', () => {
    const given = {
      commands: { chromium: '/usr/bin/chromium', 'google-chrome': '/opt/chrome' },
      starting: ['/opt/chrome', OWN],
    };
    expect(findChromium(machine(given))).toBe('/opt/chrome');
  });

  test('none', () => {
    expect(findChromium(machine({}))).toBeNull();
  });
});

describe('ensureChromium', () => {
  test('nothing is run where one is here', () => {
    const given = machine({ starting: [OWN] });
    expect(ensureChromium(given)).toBe(OWN);
    expect(given.ran).toEqual([]);
  });

  test("Playwright's download comes first", () => {
    const given = machine({ isRoot: true, effects: { [DOWNLOAD]: [OWN] } });
    expect(ensureChromium(given)).toBe(OWN);
    expect(given.ran).toEqual([DOWNLOAD]);
  });

  test('root adds the libraries that the download lacks', () => {
    const given = machine({ isRoot: true, effects: { [DOWNLOAD]: [], [LIBRARIES]: [OWN] } });
    expect(ensureChromium(given)).toBe(OWN);
    expect(given.ran).toEqual([DOWNLOAD, LIBRARIES]);
  });

  test("without the download, root takes the system's package", () => {
    const given = machine({
      isRoot: true,
      commands: { 'apt-get': '/usr/bin/apt-get', chromium: '/usr/bin/chromium' },
      effects: { [UPDATE]: [], [PACKAGE]: ['/usr/bin/chromium'] },
    });
    expect(ensureChromium(given)).toBe('/usr/bin/chromium');
    expect(given.ran).toEqual([DOWNLOAD, UPDATE, PACKAGE]);
  });

  test('a user who is not root is told what to do, and no package is tried', () => {
    const given = machine({ commands: { 'apt-get': '/usr/bin/apt-get' } });
    expect(() => ensureChromium(given)).toThrow(NoChromiumError);
    expect(() => ensureChromium(given)).toThrow(/CHROMIUM_PATH/);
    expect(given.ran).not.toContain(UPDATE);
  });
});
