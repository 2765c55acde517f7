/** The worker that reads the log of a training, piece by piece: a gigabyte of it is never in memory at once. */
import type { LogCommand, LogReport } from '../logs/messages';
import { LogReader } from '../logs/read-log';

/** Bytes that are read at once. */
const PIECE = 4 * 2 ** 20;
/** Milliseconds between two reports of progress, and between two of what there is so far. */
const PROGRESS = 100;
const SUMMARY = 1_000;

let reader: LogReader | null = null;

function report(message: LogReport, transfer: readonly Transferable[] = []): void {
  self.postMessage(message, { transfer: [...transfer] });
}

function tell(own: LogReader, isWhole: boolean): void {
  const summary = own.summary();
  const { steps, values, facts } = summary;
  report({ type: 'summary', summary, isWhole }, [steps.buffer, values.buffer, facts.buffer]);
}

/** Reads what a file has from a byte on. */
async function read({ file, from, isLast }: Extract<LogCommand, { type: 'read' }>): Promise<void> {
  const own = (reader ??= new LogReader(file.name));
  let [told, summed] = [performance.now(), performance.now()];
  for (let at = from; at < file.size && !own.isHopeless; at += PIECE) {
    own.push(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
    const now = performance.now();
    if (now - told >= PROGRESS) {
      told = now;
      report({ type: 'progress', bytes: Math.min(file.size, at + PIECE), total: file.size });
    }
    if (now - summed >= SUMMARY) {
      summed = now;
      tell(own, false);
    }
  }
  if (isLast) own.end();
  tell(own, true);
}

self.onmessage = ({ data }: MessageEvent<LogCommand>) => {
  read(data).catch((error: unknown) => {
    report({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
};
