/** A worker that trains lanes: gives their server its backend, and carries its messages. */
import { startAs } from '../engine/backend';
import { openLanes } from '../training/trainer';
import type { LaneOrder, LaneSignal } from '../training/workers/messages';
import { LaneServer } from '../training/workers/server';
import { breather } from './breathe';

export function attendLanes(): void {
  const server = new LaneServer({
    post: (answer) => self.postMessage(answer),
    startBackend: startAs,
    openLanes,
    now: () => performance.now(),
    breathe: breather(),
  });
  self.onmessage = ({ data }: MessageEvent<LaneOrder | LaneSignal>) => server.handle(data);
  // What is rejected and looked after by nobody may leave an order unanswered: thrown, it reaches the trainer.
  self.addEventListener('unhandledrejection', ({ reason }) => {
    setTimeout(() => {
      throw reason;
    });
  });
}
