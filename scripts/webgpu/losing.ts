/** Loses devices of the GPU at chosen calls, from within: as the driver's end would look to a worker. */
import type { Command, Report } from '../../src/contract/messages';

/** What is counted: all that a trainer asks of a GPU but the single dispatches. */
export const CALLS = [
  'requestAdapter',
  'requestDevice',
  'createBuffer',
  'createBindGroup',
  'createComputePipelineAsync',
  'createCommandEncoder',
  'writeBuffer',
  'submit',
  'onSubmittedWorkDone',
  'mapAsync',
  'getMappedRange',
  'destroy',
] as const;
export type Call = (typeof CALLS)[number];

export interface Loss {
  /** What the calls are counted from: a report, a phase or a command; from the start, or the loss before, where absent. */
  readonly after?: string;
  readonly call: Call;
  /** The device is lost right before the call of this number, from 1 on. */
  readonly nth: number;
  /** How often the browser then offers no adapter. */
  readonly refusals?: number;
  /** Milliseconds that the clock then jumps ahead. */
  readonly pause?: number;
}

/** Sent along after each time that training stops. */
export interface CallsReport {
  readonly type: 'calls';
  readonly counts: Readonly<Record<Call, number>>;
}

const zero = (): Record<Call, number> =>
  Object.fromEntries(CALLS.map((call) => [call, 0])) as Record<Call, number>;

/** What a message is about. */
function topicOf(message: Command | Report): string {
  if (message.type === 'progress') return message.phase;
  return message.type === 'running' && !message.running ? 'waiting' : message.type;
}

/** To be called before the worker's own code asks for a device. */
export function loseDevices(
  losses: readonly Loss[],
  worker: Pick<Worker, 'postMessage' | 'addEventListener'>,
): void {
  const [whole, left] = [zero(), [...losses]];
  let counts = zero();
  let device: GPUDevice | null = null;
  /** The next device is lost as it arrives. */
  let doomed = false;
  let refusals = 0;

  const now = performance.now.bind(performance);
  let ahead = 0;
  performance.now = () => now() + ahead;

  const lose = ({ refusals: given = 0, pause = 0 }: Loss): void => {
    refusals = given;
    ahead += pause;
    if (device === null) doomed = true;
    else device.destroy();
    device = null;
  };
  const note = (call: Call): void => {
    counts[call]++;
    whole[call]++;
    const [next] = left;
    if (next?.after !== undefined || next?.call !== call || next.nth !== counts[call]) return;
    left.shift();
    counts = zero();
    lose(next);
  };
  const hear = (message: Command | Report): void => {
    const [next] = left;
    if (next?.after !== topicOf(message)) return;
    const { after: _, ...due } = next;
    left[0] = due;
    counts = zero();
  };

  worker.addEventListener('message', ({ data }: MessageEvent<Command>) => hear(data));
  const post: (message: Report | CallsReport, transfer: Transferable[]) => void =
    worker.postMessage.bind(worker);
  const tell = (message: Report, transfer: Transferable[]): void => {
    hear(message);
    post(message, transfer);
    if (topicOf(message) === 'waiting') post({ type: 'calls', counts: whole }, []);
  };
  Reflect.set(worker, 'postMessage', tell);

  const classes = [GPU, GPUAdapter, GPUDevice, GPUQueue, GPUBuffer];
  for (const call of CALLS)
    for (const { prototype } of classes) {
      // A device is destroyed by us alone.
      if (!(call in prototype) || (call === 'destroy' && prototype === GPUDevice.prototype)) continue;
      const original = Reflect.get(prototype, call) as (...parameters: unknown[]) => unknown;
      Reflect.set(prototype, call, function (this: unknown, ...parameters: unknown[]) {
        note(call);
        if (call === 'requestAdapter' && refusals > 0) {
          refusals--;
          return Promise.resolve(null);
        }
        const answer = original.apply(this, parameters);
        if (call !== 'requestDevice') return answer;
        return (answer as Promise<GPUDevice>).then((arrived) => {
          if (doomed) arrived.destroy();
          else device = arrived;
          doomed = false;
          return arrived;
        });
      });
    }
}
