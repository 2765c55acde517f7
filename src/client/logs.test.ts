/** A log that is read in a worker: once, on and on as it grows, anew where it is another, and no longer once it is cancelled. */
import { expect, test, vi } from 'vitest';
import type { LogCommand, LogReport } from '../logs/messages';
import { LogReader } from '../logs/read-log';
import { LogReading, type GrowingFile, type LogListener, type LogWorker } from './logs';

/** A worker that reads at once, in this thread. */
class WorkerDouble implements LogWorker {
  onmessage: ((event: MessageEvent<LogReport>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly commands: LogCommand[] = [];
  isOver = false;
  #reader: LogReader | null = null;

  postMessage(command: LogCommand): void {
    this.commands.push(command);
    void this.#read(command);
  }

  terminate(): void {
    this.isOver = true;
  }

  async #read({ file, from, isLast }: LogCommand): Promise<void> {
    this.#reader ??= new LogReader(file.name);
    this.#reader.push(new Uint8Array(await file.slice(from).arrayBuffer()));
    if (isLast) this.#reader.end();
    const summary = this.#reader.summary();
    this.onmessage?.(new MessageEvent('message', { data: { type: 'summary', summary, isWhole: true } }));
  }
}

function start(source: File | GrowingFile) {
  const workers: WorkerDouble[] = [];
  const pulses: (() => void)[] = [];
  const heard = {
    onProgress: vi.fn<LogListener['onProgress']>(),
    onSummary: vi.fn<LogListener['onSummary']>(),
    onReplaced: vi.fn<LogListener['onReplaced']>(),
    onFailure: vi.fn<LogListener['onFailure']>(),
  };
  const reading = new LogReading(source, heard, {
    createWorker: () => {
      const worker = new WorkerDouble();
      workers.push(worker);
      return worker;
    },
    delay: (callback) => {
      pulses.push(callback);
      return () => pulses.splice(pulses.indexOf(callback), 1);
    },
  });
  const rows = (): number | undefined => heard.onSummary.mock.lastCall?.[0].rows;
  const pulse = (): void => pulses.shift()?.();
  return { reading, workers, heard, rows, pulse, pulses };
}

const fileOf = (text: string): File => new File([text], 'run.csv');

/** A file whose text can be changed. */
function growing(text: string): GrowingFile & { text: string } {
  return {
    text,
    getFile(): Promise<File> {
      return Promise.resolve(fileOf(this.text));
    },
  };
}

test('a file is read once, with its last line, and its worker ended', async () => {
  const { rows, workers, heard } = start(fileOf('step,loss\n0,2\n1,1'));
  await vi.waitFor(() => expect(rows()).toBe(2));
  expect(workers.map(({ isOver }) => isOver)).toEqual([true]);
  expect(heard.onSummary.mock.lastCall?.[1]).toBe(true);
});

test('of a file that grows only what is new is read', async () => {
  const file = growing('step,loss\n0,2\n');
  const { rows, workers, pulse, pulses } = start(file);
  await vi.waitFor(() => expect(rows()).toBe(1));
  const before = file.text.length;
  file.text += '1,1\n2,0.';
  await vi.waitFor(() => expect(pulses).toHaveLength(1));
  pulse();
  await vi.waitFor(() => expect(rows()).toBe(2));
  expect(workers[0]?.commands.map(({ from }) => from)).toEqual([0, before]);
  file.text += '5\n';
  await vi.waitFor(() => expect(pulses).toHaveLength(1));
  pulse();
  await vi.waitFor(() => expect(rows()).toBe(3));
  expect(workers).toHaveLength(1);
});

test('one that does not grow is looked at again, and not read', async () => {
  const { rows, workers, pulse, pulses } = start(growing('step,loss\n0,2\n'));
  await vi.waitFor(() => expect(rows()).toBe(1));
  for (let i = 0; i < 3; i++) {
    await vi.waitFor(() => expect(pulses).toHaveLength(1));
    pulse();
  }
  await vi.waitFor(() => expect(pulses).toHaveLength(1));
  expect(workers[0]?.commands).toHaveLength(1);
});

test.each([
  ['shorter', 'step,loss\n0,9\n'],
  ['another of more bytes', `step,acc\n${Array.from({ length: 9 }, (_, i) => `${i},0.5\n`).join('')}`],
])('a file that is %s than before is read from its start, and that is told', async (_, text) => {
  const file = growing('step,loss\n0,2\n1,1\n2,0.5\n');
  const { rows, heard, workers, pulse, pulses } = start(file);
  await vi.waitFor(() => expect(rows()).toBe(3));
  file.text = text;
  await vi.waitFor(() => expect(pulses).toHaveLength(1));
  pulse();
  await vi.waitFor(() => expect(rows()).toBe(text.split('\n').length - 2));
  expect(heard.onReplaced).toHaveBeenCalledOnce();
  expect(workers.map(({ isOver }) => isOver)).toEqual([true, false]);
});

test('what can no longer be read fails once, with what was read kept', async () => {
  const file = growing('step,loss\n0,2\n');
  const { rows, heard, pulse, pulses } = start(file);
  await vi.waitFor(() => expect(rows()).toBe(1));
  await vi.waitFor(() => expect(pulses).toHaveLength(1));
  file.getFile = () => Promise.reject(new Error('gone'));
  pulse();
  await vi.waitFor(() => expect(heard.onFailure).toHaveBeenCalledExactlyOnceWith('gone'));
  expect(pulses).toEqual([]);
});

test('once it is cancelled nothing is heard any more', async () => {
  const file = growing('step,loss\n0,2\n');
  const { reading, rows, heard, workers, pulses } = start(file);
  await vi.waitFor(() => expect(rows()).toBe(1));
  await vi.waitFor(() => expect(pulses).toHaveLength(1));
  reading.cancel();
  expect(pulses).toEqual([]);
  workers[0]?.onmessage?.(new MessageEvent('message', { data: { type: 'progress', bytes: 1, total: 2 } }));
  expect(heard.onProgress).not.toHaveBeenCalled();
  expect(heard.onFailure).not.toHaveBeenCalled();
});
