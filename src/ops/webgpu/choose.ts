/**
 * How work is cut for the adapter and the shape: the one place for such choices. A GPU wants tens of thousands of threads;
 * a software adapter (SwiftShader, llvmpipe) has a few lanes on a few cores, and every part costs it a pass more.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render/i;

interface Preference {
  /** Parts into which the positions of a channel are summed, at most. */
  readonly sumParts: number;
  /** Positions below which a part is not worth a workgroup. */
  readonly sumChunk: number;
  /** Threads that a filter gradient should have. */
  readonly filterThreads: number;
  /** Elements that a thread of a pass over an image takes, so that what is shared by channel is computed once for them. */
  readonly elements: number;
  /** Neighbouring positions of a row that a thread of a sliding convolution makes. */
  readonly pixels: number;
  /** What a convolution must at least have for tiles in workgroup memory; null where they never pay. */
  readonly tiled: Convolved | null;
}

/** A convolution as a product of matrices: what its tiles are cut from. */
export interface Convolved {
  /** Positions of all images that are made, or summed over by a filter gradient. */
  readonly positions: number;
  /** Numbers that one of the results is summed from, but for those of a filter gradient: rows of the filter. */
  readonly depth: number;
  /** Channels that are made. */
  readonly channels: number;
}

/**
 * Tiles are 64 positions × 32 channels: they want enough of both, and a sum long enough that what is loaded once is used often.
 * The numbers are not measured yet: `npm run gpu` tells, on a machine with a GPU, from which shapes on tiles are quicker.
 */
const GPU: Preference = {
  sumParts: 64,
  sumChunk: 128,
  filterThreads: 8192,
  elements: 4,
  pixels: 4,
  tiled: { positions: 2048, depth: 288, channels: 32 },
};
const SOFTWARE_ADAPTER: Preference = {
  sumParts: 4,
  sumChunk: 256,
  filterThreads: 256,
  elements: 32,
  pixels: 8,
  // Its workgroup memory is memory like any other, and a barrier costs it a pass over all threads.
  tiled: null,
};

function preferenceOf(backend: WebGPUBackend): Preference {
  // Private in tfjs-backend-webgpu/src/adapter_info.ts, which keeps no other of the adapter's names.
  const { vendor = '', architecture = '' } = backend.adapterInfo as unknown as Record<string, string>;
  return SOFTWARE.test(`${vendor} ${architecture}`) ? SOFTWARE_ADAPTER : GPU;
}

/** Positions per part, and parts, of a sum over `positions` values per channel. The last part may be shorter. */
export function chooseParts(
  backend: WebGPUBackend,
  positions: number,
): { readonly parts: number; readonly chunk: number } {
  const { sumParts, sumChunk } = preferenceOf(backend);
  const chunk = Math.max(Math.ceil(positions / sumParts), Math.min(sumChunk, positions));
  return { parts: Math.ceil(positions / chunk), chunk };
}

/** The most that partial filter gradients of one convolution may take, in numbers. */
const FILTER_PARTIALS = 2 ** 18;

/**
 * The same for a filter gradient that sums over `rows` rows of images, where `threads` threads make one part of `size`
 * numbers.
 */
export function chooseFilterParts(
  backend: WebGPUBackend,
  rows: number,
  threads: number,
  size: number,
): { readonly parts: number; readonly chunk: number } {
  const wanted = Math.ceil(preferenceOf(backend).filterThreads / threads);
  const most = Math.max(1, Math.floor(FILTER_PARTIALS / size));
  const chunk = Math.ceil(rows / Math.min(wanted, most, rows));
  return { parts: Math.ceil(rows / chunk), chunk };
}

/** Threads for a pass over `total` vectors, `groups` to a position; a multiple of it, so that a thread keeps its channels. */
export function chooseThreads(backend: WebGPUBackend, total: number, groups: number): number {
  return Math.ceil(total / preferenceOf(backend).elements / groups) * groups;
}

/**
 * Threads that share the `pixels` positions of one image for one vector of channels. Where each first takes `overhead` steps
 * of its own, it gets at least as many positions.
 */
export function chooseSlices(backend: WebGPUBackend, pixels: number, overhead = 1): number {
  return Math.ceil(pixels / Math.max(preferenceOf(backend).elements, overhead));
}

/**
 * Neighbouring positions of a row that one thread makes, whatever the width of the row: a kernel for each width would win a twelfth of a
 * step in software, and take two seconds longer to be compiled.
 */
export function choosePixels(backend: WebGPUBackend): number {
  return preferenceOf(backend).pixels;
}

/** Which kernels carry convolutions out: as adapter and shape suggest, or, to measure and to test them, always these. */
export type ConvolutionChoice = 'by shape' | 'direct' | 'tiled';

let convolutions: ConvolutionChoice = 'by shape';

/** For all that is recorded or run from now on; what was captured keeps what it has. */
export function chooseConvolutions(choice: ConvolutionChoice): void {
  convolutions = choice;
}

/** Whether a convolution that tiles can do is better done by them. */
export function prefersTiles(backend: WebGPUBackend, { positions, depth, channels }: Convolved): boolean {
  if (convolutions !== 'by shape') return convolutions === 'tiled';
  const { tiled } = preferenceOf(backend);
  return tiled !== null && positions >= tiled.positions && depth >= tiled.depth && channels >= tiled.channels;
}
