/**
 * Finds a Chromium for the browser tests and the benchmark, and gets one where there is none. Owns the flags they are
 * started with. Everything that looks at the machine is a probe that tests can replace.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';

/** Keep the browser's own traffic and first-run pages out of the tests; needed everywhere. */
export const quietFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

/** Give headless Chromium a WebGPU adapter in software (SwiftShader), in pages and in workers. */
export const webgpuFlags: readonly string[] = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];

/** Give headless Chromium the adapter of the machine; on Linux that is Vulkan's. */
export const hardwareFlags: readonly string[] = [
  '--headless=new',
  '--enable-unsafe-webgpu',
  '--ignore-gpu-blocklist',
  ...(process.platform === 'linux'
    ? ['--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface']
    : []),
];

const ENVIRONMENT_NAMES = ['CHROMIUM_PATH', 'PLAYWRIGHT_CHROMIUM_EXECUTABLE'];
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const FIXED_PATHS = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** What the decisions need to know of the machine, and the three things that can be done to it. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path of a command on the PATH, or null. */
  which(command: string): string | null;
  /** Whether the file is there and starts: a Chromium that lacks its libraries does not. */
  starts(path: string): boolean;
  /** Where Playwright keeps, or would keep, its own download. */
  playwrightPath(): string;
  readonly isRoot: boolean;
  /** Runs a command with its output shown; true when it ended well. */
  run(command: string, args: readonly string[]): boolean;
  log(line: string): void;
}

/** Thrown when there is no Chromium and none can be had; the message says what to do. */
export class NoChromiumError extends Error {
  override readonly name = 'NoChromiumError';
}

/**
 * Path of a Chromium that is already here, or null: named by the environment, installed, or Playwright's own.
 * @throws NoChromiumError where the environment names one that does not start; another would be a surprise.
 */
export function findChromium(machine: Machine = thisMachine()): string | null {
  for (const name of ENVIRONMENT_NAMES) {
    const path = machine.environment[name];
    if (path === undefined || path === '') continue;
    if (machine.starts(path)) return path;
    throw new NoChromiumError(`${name} is set to ${path}, which does not start.`);
  }
  const installed = COMMANDS.map((command) => machine.which(command)).filter((path) => path !== null);
  return (
    [...installed, ...FIXED_PATHS, machine.playwrightPath()].find((path) => machine.starts(path)) ?? null
  );
}

/**
 * Path of a Chromium, after getting one where none is here: Playwright's download, else Debian's package.
 * @throws NoChromiumError
 */
export function ensureChromium(machine: Machine = thisMachine()): string {
  const found = findChromium(machine);
  if (found !== null) return found;

  machine.log('No Chromium here: trying the download of Playwright.');
  if (machine.run('npx', ['playwright', 'install', 'chromium'])) {
    // The libraries it needs are the system's, and only root can add them.
    if (!machine.starts(machine.playwrightPath()) && machine.isRoot) {
      machine.run('npx', ['playwright', 'install-deps', 'chromium']);
    }
    const path = findChromium(machine);
    if (path !== null) return path;
  }
  if (machine.isRoot && machine.which('apt-get') !== null) {
    machine.log("Trying the system's package.");
    if (machine.run('apt-get', ['update']) && machine.run('apt-get', ['install', '-y', 'chromium'])) {
      const path = findChromium(machine);
      if (path !== null) return path;
    }
  }
  throw new NoChromiumError(
    'The browser tests need a Chromium that starts, and none was found or could be installed. Install one ' +
      '(`npx playwright install --with-deps chromium`, or the package `chromium` of your system), or set ' +
      'CHROMIUM_PATH to the program.',
  );
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
    starts(path) {
      if (!existsSync(path)) return false;
      return spawnSync(path, ['--version', '--no-sandbox'], { timeout: 30_000 }).status === 0;
    },
    playwrightPath: () => chromium.executablePath(),
    run(command, args) {
      const env = {
        ...environment,
        DEBIAN_FRONTEND: 'noninteractive',
        // A host that is out of reach should fail soon: there is another way to try.
        PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000',
      };
      // Output goes to stderr: stdout is for the path.
      const stdio: ['ignore', 2, 2] = ['ignore', 2, 2];
      return spawnSync(command, [...args], { env, stdio, timeout: 600_000 }).status === 0;
    },
    log: (line) => process.stderr.write(`${line}\n`),
  };
}

/** Run as a program (`npm run chromium`), it makes sure that there is one and prints its path. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(ensureChromium());
  } catch (error) {
    if (!(error instanceof NoChromiumError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
