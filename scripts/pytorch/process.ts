/** Programs that a check runs. */
import { spawn } from 'node:child_process';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end, in a folder. */
export async function runProgram(command: string, args: readonly string[], folder?: string): Promise<Ended> {
  const child = spawn(command, [...args], {
    ...(folder !== undefined && { cwd: folder }),
    stdio: ['ignore', 'pipe', 'pipe'],
    // Whoever waits for another for minutes waits for ever.
    timeout: 300_000,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', OMP_NUM_THREADS: '1' },
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (err += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, out, err };
}

/** What it prints. @throws Error with what it said where it does not end with 0. */
export async function output(command: string, args: readonly string[], folder?: string): Promise<string> {
  const { code, out, err } = await runProgram(command, args, folder);
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}.\n${out}${err}`);
  return out;
}
