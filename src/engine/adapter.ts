/** The GPU adapter that the browser offers. Drivers that hang let such questions wait for ever: here they have an end. */
import { LATE, within, type Delay } from '../data/download';

/** Milliseconds that a browser may take to answer for its GPU; it usually takes some tens. */
export const GPU_PATIENCE = 10_000;

/** Names of renderers that run on the processor: slower there than wasm is. */
const SOFTWARE = /swiftshader|llvmpipe|software|microsoft basic render/i;

export interface Adapter {
  readonly software: boolean;
  readonly detail: string;
}

/** What the browser offers; `silent` where it does not answer. */
export async function findAdapter(delay?: Delay): Promise<Adapter | 'none' | 'silent'> {
  if (!('gpu' in navigator)) return 'none';
  try {
    const asked = navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    const adapter = await within(asked, GPU_PATIENCE, delay);
    if (adapter === LATE) return 'silent';
    if (adapter === null) return 'none';
    const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
    const detail = [description, device, vendor, architecture].filter((part) => part !== '').join(' ');
    return { software: isFallbackAdapter || SOFTWARE.test(detail), detail };
  } catch {
    return 'none';
  }
}
