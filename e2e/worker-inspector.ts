/**
 * Looks into the workers from outside, through the browser's debugging protocol: their JavaScript heaps after a
 * forced collection, and the memory of the WebAssembly in them, where tensors live. The product knows nothing of it.
 */
import type { CDPSession, Page } from '@playwright/test';
import { inWorker } from './worker-script';

/** Bytes in use after a collection, of all workers together. */
export interface MemoryUse {
  readonly worker: number;
  readonly page: number;
  /** Size of all WebAssembly memories, which never shrink. */
  readonly wasm: number;
  /** Tensors that were not disposed of: tfjs's own count, as their objects are collected all the same. */
  readonly tensors: number;
  /** Of buffers of the GPU that are not destroyed. */
  readonly gpu: number;
  readonly workers: number;
}

/** Remembers every memory that the worker makes, or WebAssembly instances of it export. */
const REMEMBER_MEMORIES = `
  self.memoriesOfTest = new Set();
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(size) {
      super(size);
      self.memoriesOfTest.add(this);
    }
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await real.apply(WebAssembly, given);
      for (const value of Object.values((made.instance ?? made).exports)) {
        if (value instanceof Memory) self.memoriesOfTest.add(value);
      }
      return made;
    };
  }
`;
const SUM_OF_MEMORIES =
  '[...(self.memoriesOfTest ?? [])].reduce((sum, memory) => sum + memory.buffer.byteLength, 0)';

/** Counts the bytes of the buffers of the GPU that were made here and not destroyed. */
const COUNT_BUFFERS = `
  self.gpuBytesOfTest = 0;
  if (self.GPUDevice) {
    const collected = new FinalizationRegistry((held) => held.end());
    const { createBuffer } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const buffer = createBuffer.call(this, descriptor);
      const held = {
        bytes: descriptor.size,
        end() {
          self.gpuBytesOfTest -= this.bytes;
          this.bytes = 0;
        },
      };
      self.gpuBytesOfTest += held.bytes;
      const { destroy } = buffer;
      buffer.destroy = function () {
        held.end();
        destroy.call(this);
      };
      collected.register(buffer, held);
      void this.lost.then(() => held.end());
      return buffer;
    };
  }
`;
const GPU_BYTES = 'self.gpuBytesOfTest ?? 0';

/** Where tfjs keeps its one engine. */
const COUNT_OF_TENSORS = 'self._tfengine?.state.numTensors ?? 0';

interface HeapUsage {
  readonly usedSize: number;
  /** Of array buffers and the like; not of WebAssembly. */
  readonly backingStorageSize?: number;
}

/** Of a worker: what it sends, that it is there, or that it has ended. */
interface WorkerEvent {
  readonly sessionId: string;
  readonly message?: string;
  readonly targetInfo?: { readonly url: string };
}

/** The worker that keeps a run lives for a moment, now and then: it is of no run. */
const PASSING = '/keep.worker';

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: WorkerEvent;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Workers of a page or of a worker: sessions within its session, as Playwright hands out none for workers. */
class Workers {
  readonly #parent: (method: string, params: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly #all = new Map<string, InspectedWorker>();

  constructor(parent: (method: string, params: Readonly<Record<string, unknown>>) => Promise<unknown>) {
    this.#parent = parent;
  }

  async attach(): Promise<void> {
    await this.#parent('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
  }

  /** Takes an event of the parent in. */
  hear(method: string, { sessionId, message = '', targetInfo }: WorkerEvent): void {
    if (method === 'Target.receivedMessageFromTarget') this.#all.get(sessionId)?.receive(message);
    else if (method === 'Target.detachedFromTarget') {
      this.#all.get(sessionId)?.end();
      this.#all.delete(sessionId);
    } else if (method === 'Target.attachedToTarget' && targetInfo?.url.includes(PASSING) !== true) {
      const send = (text: string) => this.#parent('Target.sendMessageToTarget', { sessionId, message: text });
      this.#all.set(sessionId, new InspectedWorker(send));
    }
  }

  /** Those of the page's workers with those that they have made. */
  all(): readonly InspectedWorker[] {
    return [...this.#all.values()].flatMap((worker) => [worker, ...worker.workers.all()]);
  }
}

class InspectedWorker {
  readonly workers = new Workers((method, params) => this.call(method, params));
  readonly #send: (message: string) => Promise<unknown>;
  readonly #waiting = new Map<number, Waiting>();
  #lastCall = 0;

  constructor(send: (message: string) => Promise<unknown>) {
    this.#send = send;
    // One that has ended by then is not looked into.
    this.call('HeapProfiler.enable').catch(() => undefined);
    this.workers.attach().catch(() => undefined);
  }

  async call(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const id = ++this.#lastCall;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    await this.#send(JSON.stringify({ id, method, params }));
    return answer;
  }

  /** The number that an expression has in the worker. */
  async evaluate(expression: string): Promise<number> {
    const { result } = (await this.call('Runtime.evaluate', { expression, returnByValue: true })) as {
      result: { value?: unknown };
    };
    if (typeof result.value !== 'number') throw new Error(`the worker has no number for ${expression}`);
    return result.value;
  }

  /** It answers nothing any more. */
  end(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('the worker has ended'));
    this.#waiting.clear();
  }

  receive(message: string): void {
    const { id, result, error, method, params } = JSON.parse(message) as Message;
    if (method !== undefined && params !== undefined) this.workers.hear(method, params);
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#waiting.delete(id);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(new Error(error.message));
  }
}

const EVENTS = [
  'Target.attachedToTarget',
  'Target.detachedFromTarget',
  'Target.receivedMessageFromTarget',
] as const;

export class WorkerInspector {
  readonly #session: CDPSession;
  readonly #workers: Workers;

  /** To be called before the page is opened: a worker that runs already cannot be prepared. */
  static async of(page: Page): Promise<WorkerInspector> {
    // Not through the protocol, by which it was seen to come too late on a busy machine.
    await inWorker(page, REMEMBER_MEMORIES + COUNT_BUFFERS);
    const inspector = new WorkerInspector(await page.context().newCDPSession(page));
    await inspector.#workers.attach();
    return inspector;
  }

  private constructor(session: CDPSession) {
    this.#session = session;
    this.#workers = new Workers((method, params) =>
      session.send(method as 'Target.setAutoAttach', params as never),
    );
    for (const event of EVENTS) session.on(event, (params) => this.#workers.hear(event, params));
  }

  /** Bytes in use now. Meaningful while nothing trains: a step under way holds its tensors. */
  async memory(): Promise<MemoryUse> {
    const workers = this.#workers.all();
    // What finalisers let go of, the second collection takes.
    for (let time = 0; time < 2; time++) {
      for (const worker of workers) await worker.call('HeapProfiler.collectGarbage');
      await this.#session.send('HeapProfiler.collectGarbage');
    }
    const page: HeapUsage = await this.#session.send('Runtime.getHeapUsage');
    const use = { worker: 0, page: bytes(page), wasm: 0, tensors: 0, gpu: 0, workers: workers.length };
    for (const worker of workers) {
      use.worker += bytes((await worker.call('Runtime.getHeapUsage')) as HeapUsage);
      use.wasm += await worker.evaluate(SUM_OF_MEMORIES);
      use.tensors += await worker.evaluate(COUNT_OF_TENSORS);
      use.gpu += await worker.evaluate(GPU_BYTES);
    }
    return use;
  }
}

function bytes({ usedSize, backingStorageSize = 0 }: HeapUsage): number {
  return usedSize + backingStorageSize;
}
