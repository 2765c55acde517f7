/** Finds the browsers that `npm run browsers` drives beside Chromium, and gets them as root on Debian. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

/** What the decisions need to know of the machine, and what can be done to it. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path of a command on the PATH, or null. */
  which(command: string): string | null;
  isThere(path: string): boolean;
  /** Names in a folder; none where it is not there. */
  namesIn(folder: string): readonly string[];
  readonly isRoot: boolean;
  /** Runs a command with its output shown; true when it ended well. */
  run(command: string, args: readonly string[]): boolean;
  log(line: string): void;
}

export interface InstalledBidi {
  readonly name: 'Chromium' | 'Firefox';
  readonly program: string;
}

export interface InstalledWebKit {
  readonly name: 'WebKit';
  readonly program: string;
  /** What drives it. */
  readonly driver: string;
  /** Xvfb; null where there is only the reader's own screen. */
  readonly screen: string | null;
}

export type Installed = InstalledBidi | InstalledWebKit;

/** Debian's packages, by browser. */
export const PACKAGES = {
  Firefox: ['firefox-esr'],
  WebKit: ['webkit2gtk-driver', 'xvfb'],
} as const;

const FIREFOX = ['firefox-esr', 'firefox'];
const FIREFOX_OF_MACOS = '/Applications/Firefox.app/Contents/MacOS/firefox';

/** Folders of WebKit's GTK ports; the first is the one that Debian's driver belongs to. */
const PORTS = ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'];

/** Firefox: the one that `FIREFOX_PATH` names, else the one that is installed; null where none is. */
export function findFirefox(machine: Machine = thisMachine()): InstalledBidi | null {
  const named = machine.environment['FIREFOX_PATH'];
  const candidates =
    named === undefined || named === ''
      ? [...FIREFOX.map((command) => machine.which(command)), FIREFOX_OF_MACOS]
      : [named];
  const program = candidates.find((path) => path !== null && machine.isThere(path));
  return program === null || program === undefined ? null : { name: 'Firefox', program };
}

/** WebKit's small browser with its driver and a screen to draw on; null where one of them is missing. */
export function findWebKit(machine: Machine = thisMachine()): InstalledWebKit | null {
  const driver = machine.which('WebKitWebDriver');
  const screen = machine.which('Xvfb');
  const roots = [
    '/usr/libexec',
    '/usr/lib',
    ...machine.namesIn('/usr/lib').map((name) => `/usr/lib/${name}`),
  ];
  const program = PORTS.flatMap((port) => roots.map((root) => `${root}/${port}/MiniBrowser`)).find((path) =>
    machine.isThere(path),
  );
  const hasScreen = screen !== null || Boolean(machine.environment['DISPLAY']);
  if (driver === null || program === undefined || !hasScreen) return null;
  return { name: 'WebKit', program, driver, screen };
}

/** Installs those that are missing, where that can be done. */
export function ensureBrowsers(machine: Machine = thisMachine()): void {
  const missing = [
    ...(findFirefox(machine) === null ? PACKAGES.Firefox : []),
    ...(findWebKit(machine) === null ? PACKAGES.WebKit : []),
  ];
  if (missing.length === 0 || !machine.isRoot || machine.which('apt-get') === null) return;
  const names = missing.join(' and ');
  machine.log(`Installing ${names}.`);
  // What could not be brought up to date may do all the same.
  machine.run('apt-get', ['update']);
  if (!machine.run('apt-get', ['install', '-y', '--no-install-recommends', ...missing]))
    machine.log(`${names} could not be installed.`);
}

/** The probes of the machine this runs on. */
function thisMachine(): Machine {
  const environment = process.env;
  return {
    environment,
    isRoot: process.getuid?.() === 0,
    which(command) {
      const folders = (environment['PATH'] ?? '').split(':').filter((folder) => folder !== '');
      return folders.map((folder) => `${folder}/${command}`).find((path) => existsSync(path)) ?? null;
    },
    isThere: existsSync,
    namesIn: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
    run(command, args) {
      const env = { ...environment, DEBIAN_FRONTEND: 'noninteractive' };
      // Output goes to stderr: stdout is for what was found.
      return spawnSync(command, [...args], { env, stdio: ['ignore', 2, 2], timeout: 900_000 }).status === 0;
    },
    log: (line) => process.stderr.write(`${line}\n`),
  };
}
