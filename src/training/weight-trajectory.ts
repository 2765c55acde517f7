/**
 * The way that training takes through the space of weights: snapshots on the processor, few enough to be kept. When there
 * are too many of them every second one is dropped, and from then on they are taken half as often.
 */
import type { LaneSnapshot } from '../contract/run-state';

/** Bytes that all snapshots together may take. */
const MOST_BYTES = 64 * 2 ** 20;
const MOST_POINTS = 32;
const FEWEST_POINTS = 4;

export interface TrajectoryPoint {
  readonly step: number;
  /** Parameters lane by lane, in the layout of each lane's plan. */
  readonly parameters: readonly Float32Array<ArrayBuffer>[];
}

export class WeightTrajectory {
  #points: TrajectoryPoint[] = [];
  #stride = 1;

  get points(): readonly TrajectoryPoint[] {
    return this.#points;
  }

  /** Whether a snapshot is to be taken after so many updates. */
  wants(step: number): boolean {
    return (this.#points.at(-1)?.step ?? -1) < step && step % this.#stride === 0;
  }

  add(step: number, snapshots: readonly Pick<LaneSnapshot, 'parameters'>[]): void {
    const parameters = snapshots.map((snapshot) => snapshot.parameters);
    this.#points.push({ step, parameters });
    const bytes = parameters.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const most = Math.max(FEWEST_POINTS, Math.min(MOST_POINTS, Math.floor(MOST_BYTES / bytes)));
    if (this.#points.length <= most) return;
    this.#stride *= 2;
    // The first may lie at any step: recording begins when it is asked for.
    this.#points = this.#points.filter((point, i) => i === 0 || point.step % this.#stride === 0);
  }
}
