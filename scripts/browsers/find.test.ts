import { describe, expect, test } from 'vitest';
import { ensureBrowsers, findFirefox, findWebKit, type Machine } from './find';

const MINI = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

interface Given {
  readonly environment?: Record<string, string>;
  readonly commands?: readonly string[];
  readonly files?: readonly string[];
  readonly isRoot?: boolean;
}

function machine({ environment = {}, commands = [], files = [], isRoot = false }: Given) {
  const ran: string[] = [];
  const given: Machine = {
    environment,
    isRoot,
    which: (command) => (commands.includes(command) ? `/usr/bin/${command}` : null),
    isThere: (path) => files.includes(path) || commands.some((command) => path === `/usr/bin/${command}`),
    namesIn: () => ['aarch64-linux-gnu', 'x86_64-linux-gnu'],
    run: (command, args) => ran.push([command, ...args].join(' ')) > 0,
    log: () => undefined,
  };
  return { ...given, ran };
}

describe('Firefox', () => {
  test('the one that is named goes before those that are installed, and is not replaced in silence', () => {
    const named = { environment: { FIREFOX_PATH: '/mine' }, commands: ['firefox'] };
    expect(findFirefox(machine({ ...named, files: ['/mine'] }))?.program).toBe('/mine');
    expect(findFirefox(machine(named))).toBeNull();
  });

  test("Debian's, or another's", () => {
    expect(findFirefox(machine({ commands: ['firefox', 'firefox-esr'] }))?.program).toBe(
      '/usr/bin/firefox-esr',
    );
    expect(findFirefox(machine({ commands: ['firefox'] }))?.program).toBe('/usr/bin/firefox');
    expect(findFirefox(machine({}))).toBeNull();
  });
});

describe('WebKit', () => {
  const whole = { commands: ['WebKitWebDriver', 'Xvfb'], files: [MINI] };

  test('its browser, its driver and a screen', () => {
    expect(findWebKit(machine(whole))).toEqual({
      name: 'WebKit',
      program: MINI,
      driver: '/usr/bin/WebKitWebDriver',
      screen: '/usr/bin/Xvfb',
    });
  });

  test('is not there where one of them is missing; the reader’s own screen does', () => {
    expect(findWebKit(machine({ ...whole, files: [] }))).toBeNull();
    expect(findWebKit(machine({ ...whole, commands: ['Xvfb'] }))).toBeNull();
    const screenless = { ...whole, commands: ['WebKitWebDriver'] };
    expect(findWebKit(machine(screenless))).toBeNull();
    expect(findWebKit(machine({ ...screenless, environment: { DISPLAY: ':0' } }))?.screen).toBeNull();
  });
});

describe('ensureBrowsers', () => {
  const apt = ['apt-get'];

  test('root on Debian gets what is missing', () => {
    const given = machine({ isRoot: true, commands: [...apt, 'firefox-esr'] });
    ensureBrowsers(given);
    expect(given.ran).toEqual([
      'apt-get update',
      'apt-get install -y --no-install-recommends webkit2gtk-driver xvfb',
    ]);
  });

  test('nothing is installed where all is there, and by nobody else', () => {
    const all = { commands: [...apt, 'firefox-esr', 'WebKitWebDriver', 'Xvfb'], files: [MINI] };
    for (const one of [
      machine({ ...all, isRoot: true }),
      machine({ commands: apt }),
      machine({ isRoot: true }),
    ]) {
      ensureBrowsers(one);
      expect(one.ran).toEqual([]);
    }
  });
});
