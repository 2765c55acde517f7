/** A worker that carries out parts of studies: gives them its backend, and carries their messages. */
import { chooseBackend } from '../engine/backend';
import type { PartCommand, PartReport } from './pool/messages';
import { Performer } from './pool/performer';

export function attendParts(): void {
  const performer = new Performer({
    post: (report: PartReport) => self.postMessage(report),
    chooseBackend: (requested) => chooseBackend(requested),
    now: () => performance.now(),
  });
  self.onmessage = ({ data }: MessageEvent<PartCommand>) => void performer.handle(data);
  // What is rejected and looked after by nobody may leave a part without an end: thrown, it reaches the trainer worker.
  self.addEventListener('unhandledrejection', ({ reason }) => {
    setTimeout(() => {
      throw reason;
    });
  });
}
