/**
 * Looks into the networks as they are, taken between two steps when the page asks: plain data, shared by both sides through
 * `protocol.ts`.
 */

export type InspectionRequest =
  /** What every network makes of the test images. `pixels`: the images too, which the page then keeps. */
  { readonly kind: 'predictions'; readonly pixels: boolean };

export interface PredictionsResult {
  readonly kind: 'predictions';
  readonly step: number;
  readonly classes: readonly string[];
  /** Of the images [count]. */
  readonly labels: Uint8Array<ArrayBuffer>;
  readonly lanes: readonly {
    readonly id: string;
    /** [count, classes], with running statistics in every norm; NaN where a network has diverged. */
    readonly probabilities: Float32Array<ArrayBuffer>;
  }[];
  readonly height: number;
  readonly width: number;
  /** [count, height, width, 4]: red, green, blue, alpha; null where not asked for. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer> | null;
}

export type InspectionResult = PredictionsResult;
