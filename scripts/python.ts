/**
 * Finds a Python that has torch, for the checks of `npm run pytorch`; run as `npm run python` it gets one where none is here, and
 * prints its path. Also a module for those checks.
 */
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** What the decisions need to know of the machine, and what can be done to it. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether this Python is there and has all of these modules. */
  imports(python: string, modules: readonly string[]): boolean;
  readonly isRoot: boolean;
  /** Whether packages are installed by apt. */
  readonly hasApt: boolean;
  /** Runs a command with its output shown; true when it ended well. */
  run(command: string, args: readonly string[]): boolean;
  log(line: string): void;
}

/** Debian's packages, which `/usr/bin/python3` sees. */
const PACKAGES = ['python3-torch', 'python3-onnx', 'python3-pil'];
const CANDIDATES = ['python3', '/usr/bin/python3'];

/** A Python that has torch and NumPy: the one that `PYTHON` names, else `python3` or the system's; null where none has. */
export function findTorch(machine: Machine = thisMachine()): string | null {
  const named = machine.environment['PYTHON'];
  const candidates = named === undefined || named === '' ? CANDIDATES : [named];
  return candidates.find((python) => machine.imports(python, ['numpy', 'torch'])) ?? null;
}

/** Whether a Python has all of these modules. */
export function hasModules(python: string, modules: readonly string[]): boolean {
  return thisMachine().imports(python, modules);
}

/** A Python that has torch and NumPy, after installing Debian's packages where they are missing and that can be done. */
export function ensureTorch(machine: Machine = thisMachine()): string | null {
  const found = findTorch(machine);
  const lacks = found === null || !machine.imports(found, ['onnx', 'PIL']);
  if (!lacks || !machine.isRoot || !machine.hasApt) return found;
  machine.log(`Installing ${PACKAGES.join(' and ')}.`);
  const install = ['install', '-y', '--no-install-recommends', ...PACKAGES];
  // What could not be brought up to date may do all the same.
  machine.run('apt-get', ['update']);
  if (machine.run('apt-get', install)) return findTorch(machine);
  machine.log(`${PACKAGES.join(' and ')} could not be installed.`);
  return found;
}

/** The probes of the machine this runs on. */
function thisMachine(): Machine {
  const environment = process.env;
  const ends = (command: string, args: readonly string[], silently: boolean): boolean => {
    // Output goes to stderr: stdout is for the path.
    const shown = silently ? 'ignore' : 2;
    const env = { ...environment, DEBIAN_FRONTEND: 'noninteractive' };
    return (
      spawnSync(command, [...args], { env, stdio: ['ignore', shown, shown], timeout: 900_000 }).status === 0
    );
  };
  return {
    environment,
    imports: (python, modules) => ends(python, ['-c', `import ${modules.join(', ')}`], true),
    isRoot: process.getuid?.() === 0,
    hasApt: ends('apt-get', ['--version'], true),
    run: (command, args) => ends(command, args, false),
    log: (line) => process.stderr.write(`${line}\n`),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const python = ensureTorch();
  if (python === null) {
    console.error('No Python here has torch and NumPy: npm test leaves out what asks PyTorch.');
    process.exitCode = 1;
  } else console.log(python);
}
