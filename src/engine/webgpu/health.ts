/**
 * Whether the device at work still is. Whatever is asked of the GPU has an end, that of the device at the latest: browsers refuse
 * some questions long before they tell of a loss, and let others wait for ever. Who doubts the device can try it.
 */
import { delayed, type Delay } from '../../data/download';
import { tellLoss } from '../gpu';

export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';

  constructor(reason: string) {
    super(`The device was lost: ${reason}`);
  }
}

/** Milliseconds in which a GPU at work answers some question. A browser ends a GPU that is stuck sooner, if it notices. */
export const ANSWER_PATIENCE = 45_000;

let current: GPUDevice | null = null;
/** End what waits for an answer. */
const waiting = new Set<(error: Error) => void>();
let stopClock: () => void = () => undefined;

/** Whether there is a device that works, as far as is known. */
export function hasDevice(): boolean {
  return current !== null;
}

/** Whether this is the device at work. */
export function isAtWork(device: GPUDevice): boolean {
  return device === current;
}

/** Takes a device in, and tells whoever watches (see `watchDevice`) when it is lost. The one before is freed. */
export function putToWork(device: GPUDevice): void {
  const before = current;
  current = device;
  before?.destroy();
  void device.lost.then(({ message, reason }) => lose(device, message === '' ? reason : message));
}

/** The news comes first, so that whoever waits in vain knows why. */
function lose(device: GPUDevice, reason: string): void {
  if (!isAtWork(device)) return;
  current = null;
  device.destroy();
  tellLoss(reason);
  giveUp(reason);
}

function giveUp(reason: string): void {
  for (const end of waiting) end(new DeviceLostError(reason));
}

/** Begins to wait anew: every answer shows that the GPU is at work. */
function restartClock(delay: Delay): void {
  stopClock();
  stopClock = () => undefined;
  if (waiting.size === 0) return;
  const silence = 'The GPU does not answer.';
  stopClock = delay(() => (current === null ? giveUp(silence) : lose(current, silence)), ANSWER_PATIENCE);
}

/** What the GPU answers. @throws DeviceLostError where the device is lost meanwhile, or nothing is answered any more. */
export function answerOf<T>(asked: Promise<T>, delay: Delay = delayed): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      waiting.delete(end);
      restartClock(delay);
    };
    const end = (error: Error): void => {
      leave();
      reject(error);
    };
    waiting.add(end);
    restartClock(delay);
    asked.then((answer) => {
      leave();
      resolve(answer);
    }, end);
  });
}

/** Has the device bring a number there and back. One that fails is lost, whatever the browser says later. */
export async function tryDevice(): Promise<void> {
  const device = current;
  if (device === null) return;
  try {
    await answerOf(carry(device, 0x5eed));
  } catch (error) {
    lose(device, error instanceof Error ? error.message : String(error));
  }
}

async function carry(device: GPUDevice, sent: number): Promise<void> {
  const buffer = device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, Uint32Array.of(sent));
  await buffer.mapAsync(GPUMapMode.READ);
  const [brought] = new Uint32Array(buffer.getMappedRange());
  buffer.destroy();
  if (brought !== sent) throw new Error(`It brought ${brought} instead of ${sent}.`);
}
