/** A session as the worker has it, with what it has said so far: for tests. */
import { pairOf } from './config';
import { loadDataSet } from '../data/dataset';
import type { Command, Report } from '../contract/messages';
import type { RunHost } from '../worker/live-trainer';
import { Session } from '../worker/session';

/** One block of four channels on drawn shapes: a step takes a few milliseconds. */
export const tiny = pairOf(
  [
    { blocks: 1, width: 4, stride: 2 },
    { blocks: 0, width: 4, stride: 1 },
    { blocks: 0, width: 4, stride: 1 },
  ],
  { batchSize: 4 },
);

/** A session with what it has said so far; `until` waits for a report without polling. */
export function openSession(changes: Partial<RunHost> = {}) {
  const reports: Report[] = [];
  let heard: () => void = () => undefined;
  const session = new Session({
    post: (report) => {
      reports.push(report);
      heard();
    },
    chooseBackend: (requested) =>
      Promise.resolve({ name: 'wasm', reason: 'no-adapter', requested, detail: '', trouble: '' }),
    loadData: ({ experiment }, onProgress) =>
      loadDataSet(experiment.data, experiment.seeds.data, { baseUrl: 'https://example.test/', onProgress }),
    breathe: () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          resolve();
        };
        port2.postMessage(null);
      }),
    // No step lasts on it: sessions that tests leave training share a machine, and must not compute amid each other's steps.
    now: () => 0,
    ...changes,
  });
  const until = async (holds: (report: Report) => boolean): Promise<void> => {
    while (!reports.some(holds)) await new Promise<void>((resolve) => (heard = resolve));
  };
  const send = (command: Command): void => session.handle(command);
  const start = (run: number, experiment = tiny): void =>
    send({ type: 'start', run, experiment, backend: 'auto' });
  const stepped = (run: number, count: number) => (report: Report) =>
    report.type === 'metrics' && report.run === run && report.stepCount === count;
  /** Rows of steps that were taken, not of measurements, by run. */
  const rows = (run: number): number[][] =>
    reports.flatMap((report) =>
      report.type === 'metrics' && report.run === run && report.stepCount > (report.rows[0] ?? 0)
        ? [[...report.rows]]
        : [],
    );
  return { session, reports, send, start, until, stepped, rows };
}
