/** A Python that runs one script after the other: see `driver.py`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Ended {
  readonly code: number;
  /** All that it printed. */
  readonly output: string;
}

interface Job {
  readonly folder: string;
  readonly script: string;
  readonly args: readonly string[];
}

export class Driver {
  readonly #child: ChildProcess;
  readonly #waiting: { readonly resolve: (ended: Ended) => void; readonly reject: (error: Error) => void }[] =
    [];
  #said = '';

  /** @param python One that has torch. */
  constructor(python: string) {
    const child = spawn(python, [join(import.meta.dirname, 'driver.py')], {
      stdio: ['pipe', 'pipe', 'pipe'],
      // On networks this small threads cost more than they bring, and the other core trains ours.
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', OMP_NUM_THREADS: '1' },
    });
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#waiting.shift()?.resolve(JSON.parse(line) as Ended);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (this.#said += text));
    // A pipe that breaks is told by the end of the process.
    child.stdin.on('error', () => undefined);
    const end = (why: string): void => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(`${why}\n${this.#said}`));
    };
    child.on('error', (error) => end(error.message));
    child.on('close', (code) => end(`Python ended with ${code}.`));
  }

  /** Runs a script of a folder, in the folder, after those before it. @throws Error where Python itself ends. */
  run(job: Job): Promise<Ended> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin?.write(`${JSON.stringify(job)}\n`);
    });
  }

  /** Ends it once all is done that it was asked for. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#child.exitCode !== null) return resolve();
      this.#child.on('close', () => resolve());
      this.#child.stdin?.end();
    });
  }
}
