/** How the numbers of one layer of a network on the GPU are spread: where its histograms lie in the results, and who makes them. */
import type * as tf from '@tensorflow/tfjs-core';
import { histogramLayer, type InstrumentName } from '../../architecture/instruments';
import { Capture, type Replay } from '../../engine/webgpu/capture';
import type { Held, GpuAllocations } from '../../engine/webgpu/gpu-allocations';
import { histogramParts, histogramRoom, sharesOf } from '../../ops/webgpu/measure';
import { lookUp } from '../gradient';
import type { WatchedLane } from './watch';

interface Place {
  readonly start: number;
  /** Numbers that are counted. */
  readonly size: number;
}

export class GpuHistograms {
  readonly #layer: string;
  readonly #activations: Place;
  readonly #gradients: Place;

  /** Null where no histograms are asked for of this network; `place` makes room in the results. */
  static of(
    { plan, layout, inputs }: WatchedLane,
    instruments: readonly InstrumentName[],
    place: (numbers: number) => number,
  ): GpuHistograms | null {
    const name = histogramLayer(plan, instruments);
    const layer = plan.layers.find((one) => one.name === name);
    if (layer === undefined) return null;
    const { height, width, channels } = layer.output;
    const at = (size: number): Place => ({ start: place(histogramRoom(size)), size });
    return new GpuHistograms(
      layer.name,
      at(inputs.train.indices.size * height * width * channels),
      at(lookUp(layout.parameters)(`${layer.name}.weight`).size),
    );
  }

  private constructor(layer: string, activations: Place, gradients: Place) {
    this.#layer = layer;
    this.#activations = activations;
    this.#gradients = gradients;
  }

  /** Records the histogram of the layer's activation. */
  record(activation: tf.Tensor, held: GpuAllocations, results: Held): void {
    const { size } = this.#activations;
    if (activation.size !== size)
      throw new Error(`${this.#layer} has ${activation.size} numbers, not ${size}`);
    histogramParts(activation, target(this.#activations, held, results));
  }

  /** Captures the histogram of the layer's gradient, which is the last row of the state after the step. */
  async captureGradient(
    { layout, state }: WatchedLane,
    held: GpuAllocations,
    results: Held,
  ): Promise<Replay> {
    const { offset, size } = lookUp(layout.parameters)(`${this.#layer}.weight`);
    const gradient = held.view(state.buffer, state.tensor.size - layout.size + offset, [size]);
    const capture = new Capture(held.backend);
    capture.record(() => histogramParts(gradient, target(this.#gradients, held, results)));
    return capture.finish();
  }

  /** Shares of the bins of the activations and of the gradient, from the results. */
  shares(counts: Int32Array): readonly Float32Array[] {
    return [this.#activations, this.#gradients].map(({ start, size }) => sharesOf(counts, start, size));
  }
}

function target({ start, size }: Place, held: GpuAllocations, results: Held): tf.Tensor {
  return held.view(results.buffer, start, [histogramRoom(size)], 'int32');
}
