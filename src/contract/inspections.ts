/**
 * Looks into the networks as they are, taken between two steps when the page asks: plain data, shared by both sides through
 * `messages.ts`.
 */

export type InspectionRequest =
  /** What every network makes of the test images. `pixels`: the images too, which the page then keeps. */
  | { readonly kind: 'predictions'; readonly pixels: boolean }
  /** One layer of every network that has it: feature maps of a test image, filters, and dead channels. */
  | { readonly kind: 'layer'; readonly layer: string; readonly image: number };

export interface PredictionsResult {
  readonly kind: 'predictions';
  readonly step: number;
  readonly classes: readonly string[];
  /** Of the images [count]. */
  readonly labels: Uint8Array<ArrayBuffer>;
  readonly lanes: readonly {
    readonly id: string;
    /** [count, classes]: softmax of the outputs, with running statistics in every norm; NaN where a network has diverged. */
    readonly probabilities: Float32Array<ArrayBuffer>;
    /** Of the images, by the experiment’s own loss; NaN likewise. */
    readonly losses: Float64Array<ArrayBuffer>;
  }[];
  readonly height: number;
  readonly width: number;
  /** [count, height, width, 4]: red, green, blue, alpha; null where not asked for. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer> | null;
}

/** One network's layer. */
export interface LayerInspection {
  readonly id: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Activation of the image [height, width, channels], with running statistics in every norm. */
  readonly maps: Float32Array<ArrayBuffer>;
  /** Of `filters` [kernel, kernel, in, out]. */
  readonly filterShape: readonly [number, number, number];
  readonly filters: Float32Array<ArrayBuffer>;
  /** Channels that are exactly 0 at every place of all images looked at. */
  readonly dead: number;
}

export interface LayerResult {
  readonly kind: 'layer';
  readonly step: number;
  readonly layer: string;
  readonly image: number;
  /** Test images whose activations were looked at. */
  readonly images: number;
  readonly truth: string;
  /** The image [side, side, 4]. */
  readonly side: readonly [number, number];
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** In the order of the lanes; null where a network has no such layer. */
  readonly lanes: readonly (LayerInspection | null)[];
}

export type InspectionResult = PredictionsResult | LayerResult;
