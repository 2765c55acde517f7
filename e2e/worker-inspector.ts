/**
 * Looks into the trainer worker from outside, through the browser's debugging protocol: its JavaScript heap after a
 * forced collection, and the memory of the WebAssembly in it, where tensors live. The product knows nothing of it.
 */
import type { CDPSession, Page } from '@playwright/test';
import { inWorker } from './worker-script';

/** Bytes in use after a collection. */
export interface MemoryUse {
  readonly worker: number;
  readonly page: number;
  /** Size of all WebAssembly memories of the worker, which never shrink. */
  readonly wasm: number;
  /** Tensors of the worker that were not disposed of: tfjs's own count, as their objects are collected all the same. */
  readonly tensors: number;
}

/** Remembers every memory that WebAssembly instances of the worker export. */
const REMEMBER_MEMORIES = `
  self.memoriesOfTest = new Set();
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await real.apply(WebAssembly, given);
      for (const value of Object.values((made.instance ?? made).exports)) {
        if (value instanceof WebAssembly.Memory) self.memoriesOfTest.add(value);
      }
      return made;
    };
  }
`;
const SUM_OF_MEMORIES = '[...self.memoriesOfTest].reduce((sum, memory) => sum + memory.buffer.byteLength, 0)';

/** Where tfjs keeps its one engine. */
const COUNT_OF_TENSORS = 'self._tfengine.state.numTensors';

interface HeapUsage {
  readonly usedSize: number;
  /** Of array buffers and the like; not of WebAssembly. */
  readonly backingStorageSize?: number;
}

export class WorkerInspector {
  readonly #session: CDPSession;
  readonly #waiting = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void }
  >();
  #workerId: string | null = null;
  #lastCall = 0;

  /** To be called before the page is opened: a worker that runs already cannot be prepared. */
  static async of(page: Page): Promise<WorkerInspector> {
    // Not through the protocol, by which it was seen to come too late on a busy machine.
    await inWorker(page, REMEMBER_MEMORIES);
    const inspector = new WorkerInspector(await page.context().newCDPSession(page));
    await inspector.#attach();
    return inspector;
  }

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  async #attach(): Promise<void> {
    this.#session.on('Target.receivedMessageFromTarget', ({ message }) => this.#receive(message));
    this.#session.on('Target.attachedToTarget', ({ sessionId }) => {
      this.#workerId = sessionId;
      void this.#call('HeapProfiler.enable');
    });
    await this.#session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      // Sessions within the session: Playwright hands out none for workers.
      flatten: false,
    });
  }

  /** Bytes in use now. Meaningful while nothing trains: a step under way holds its tensors. */
  async memory(): Promise<MemoryUse> {
    // What finalisers let go of, the second collection takes.
    for (let time = 0; time < 2; time++) {
      await this.#call('HeapProfiler.collectGarbage');
      await this.#session.send('HeapProfiler.collectGarbage');
    }
    const worker = (await this.#call('Runtime.getHeapUsage')) as HeapUsage;
    const page: HeapUsage = await this.#session.send('Runtime.getHeapUsage');
    const wasm = await this.#evaluate(SUM_OF_MEMORIES);
    const tensors = await this.#evaluate(COUNT_OF_TENSORS);
    return { worker: bytes(worker), page: bytes(page), wasm, tensors };
  }

  /** The number that an expression has in the worker. */
  async #evaluate(expression: string): Promise<number> {
    const { result } = (await this.#call('Runtime.evaluate', { expression, returnByValue: true })) as {
      result: { value?: unknown };
    };
    if (typeof result.value !== 'number') throw new Error(`the worker has no number for ${expression}`);
    return result.value;
  }

  async #call(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const sessionId = this.#workerId;
    if (sessionId === null) throw new Error('the page has no worker yet');
    const id = ++this.#lastCall;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const message = JSON.stringify({ id, method, params });
    await this.#session.send('Target.sendMessageToTarget', { sessionId, message });
    return answer;
  }

  #receive(message: string): void {
    const { id, result, error } = JSON.parse(message) as {
      id?: number;
      result?: unknown;
      error?: { message: string };
    };
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#waiting.delete(id);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(new Error(error.message));
  }
}

function bytes({ usedSize, backingStorageSize = 0 }: HeapUsage): number {
  return usedSize + backingStorageSize;
}
