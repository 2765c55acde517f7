/**
 * Runs, one after the other: gives every command to the run it belongs to, and lets a new one begin when the one before it
 * has noticed that it is no longer wanted. What a run does is in `run.ts`.
 */
import type { GpuError } from '../engine/gpu';
import { DeviceHealth } from './failures';
import type { Command } from '../contract/messages';
import type { RunHost } from './live-trainer';
import { Run } from './run';

export class Session {
  readonly #host: RunHost;
  readonly #device = new DeviceHealth();
  #current: Run | null = null;
  /** Ends with the newest run. */
  #end: Promise<void> = Promise.resolve();

  constructor(host: RunHost) {
    this.#host = host;
  }

  /** Takes a command in. Commands for any run but the current one are ignored. */
  handle(command: Command): void {
    if (command.type === 'start') {
      this.#current?.abandon();
      const run = new Run(this.#host, command, this.#device);
      this.#current = run;
      // What one run ends with does not end the line of them.
      this.#end = this.#end.then(() => run.live()).catch((error: unknown) => run.fail(error));
    } else if (command.run === this.#current?.id) {
      this.#current.obey(command);
    }
  }

  /** The device of the GPU is gone: the run goes on elsewhere. */
  deviceLost(): void {
    this.#device.noteLoss();
    this.#current?.wake();
  }

  /** The GPU has done something else than it was told: the run must not go on. */
  deviceFailed(error: GpuError): void {
    this.#device.noteFault(error);
    this.#current?.wake();
  }

  /** A promise was rejected that nobody looks after, so that something may wait for ever: the run must not go on. */
  async rejected(error: unknown): Promise<void> {
    const run = this.#current;
    // A lost device leaves such behind, and the run recovers from it.
    if (await this.#device.explains(this.#host)) return;
    run?.fail(error);
  }
}
