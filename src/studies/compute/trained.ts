/** A trained network that blocks can be taken out of at test time, run from the first of them on. */
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkPlan } from '../../architecture/plan';
import { readAll } from '../../engine/read';
import { residualBlock } from '../../network/block';
import { head, stem, type ForwardOptions } from '../../network/network';
import { lookUp } from '../../training/gradient';
import type { LaneSnapshot } from '../../training/trainer';
import type { Deleted } from '../ablation/compute';
import { disposeAll, statisticsOf, tensorsOf } from './study';

/** A trained network, and the inputs of its blocks for one batch of images. */
export class Trained {
  readonly #plan: NetworkPlan;
  readonly #gains: readonly number[];
  readonly #tensors: ReturnType<typeof tensorsOf>;
  readonly #statistics: ReturnType<typeof statisticsOf>;
  #inputs: tf.Tensor4D[] = [];

  constructor(plan: NetworkPlan, snapshot: LaneSnapshot) {
    this.#plan = plan;
    this.#gains = snapshot.gains;
    this.#tensors = tensorsOf(plan, snapshot.parameters);
    this.#statistics = statisticsOf(snapshot);
  }

  #options(gains: readonly number[]): ForwardOptions {
    return {
      parameters: lookUp(this.#tensors),
      mode: { kind: 'inference', statistics: lookUp(this.#statistics) },
      gains,
    };
  }

  /** Takes a batch in. */
  enter(images: tf.Tensor4D): void {
    const options = this.#options(this.#gains);
    let x = tf.tidy(() => stem(this.#plan, images, options));
    this.#inputs = [x];
    for (const block of this.#plan.blocks) {
      const input = x;
      x = tf.tidy(() => residualBlock(input, block, this.#plan, options));
      this.#inputs.push(x);
    }
  }

  /** Logits of the batch without these blocks, which are in ascending order. */
  async logits(missing: readonly number[], deletions: readonly (Deleted | null)[]): Promise<Float32Array> {
    const start = missing[0] ?? this.#plan.blocks.length;
    const logits = tf.tidy(() => {
      let x = this.#inputs[start] as tf.Tensor4D;
      for (const block of this.#plan.blocks.slice(start)) {
        const replacement = missing.includes(block.index) ? deletions[block.index] : undefined;
        if (replacement?.kind === 'identity') continue;
        const gains =
          replacement?.kind === 'shortcut' ? this.#gains.with(block.index, replacement.gain) : this.#gains;
        const present = replacement?.kind === 'shortcut' ? replacement.block : block;
        x = residualBlock(x, present, this.#plan, this.#options(gains));
      }
      return head(this.#plan, x, this.#options(this.#gains));
    });
    try {
      const [values = new Float32Array(0)] = await readAll([logits]);
      return values;
    } finally {
      logits.dispose();
    }
  }

  dispose(): void {
    tf.dispose(this.#inputs);
    this.#inputs = [];
    disposeAll(this.#tensors, this.#statistics);
  }
}
