/** Programs that a check runs. */
import { spawn } from 'node:child_process';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Whether it was ended since it had lasted too long. */
  readonly isHung: boolean;
}

/** Whoever waits for another for minutes waits for ever. */
const PATIENCE = 300_000;

/** Runs a program to its end, in a folder, for so many milliseconds at most. */
export async function runProgram(
  command: string,
  args: readonly string[],
  folder?: string,
  timeout = PATIENCE,
): Promise<Ended> {
  const begin = performance.now();
  const child = spawn(command, [...args], {
    ...(folder !== undefined && { cwd: folder }),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', OMP_NUM_THREADS: '1' },
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (err += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, out, err, isHung: performance.now() - begin >= timeout };
}

/** What it prints. @throws Error with what it said where it does not end with 0. */
export async function output(command: string, args: readonly string[], folder?: string): Promise<string> {
  return outputOf([command, ...args], await runProgram(command, args, folder));
}

/** What a program has printed. @throws Error with what it said where it did not end with 0. */
export function outputOf(command: readonly string[], { code, out, err }: Ended): string {
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}.\n${out}${err}`);
  return out;
}
