/** Files of WebAssembly, and among them the module of our kernels. They lie beside the worker, under names that the build gives them. */
import { download, type DownloadTools, type OnStall } from '../data/download';
import plainKernels from '../ops/simd/module/plain.wasm?url';
import relaxedKernels from '../ops/simd/module/relaxed.wasm?url';

/** Modules that have arrived, or are on their way. */
const kernels = new Map<'simd' | 'relaxed', Promise<WebAssembly.Module>>();

/**
 * The module of our own kernels, compiled; fetched once.
 * @throws as `fetchBinary`; Error where the browser cannot run it.
 */
export function loadKernels(kind: 'simd' | 'relaxed', onStall?: OnStall): Promise<WebAssembly.Module> {
  const known = kernels.get(kind);
  if (known !== undefined) return known;
  const file = kind === 'simd' ? plainKernels : relaxedKernels;
  const bytes = fetchBinary(new URL(file, import.meta.url), browserTools(onStall));
  const loading = bytes.then((binary) => WebAssembly.compile(binary));
  kernels.set(kind, loading);
  // One that did not arrive is asked for again.
  loading.catch(() => kernels.delete(kind));
  return loading;
}

export function browserTools(onStall: OnStall | undefined): DownloadTools {
  return { fetch: globalThis.fetch.bind(globalThis), onStall };
}

/** How every binary begins: `\0asm`. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d] as const;
/** The smallest module there is. */
const EMPTY = Uint8Array.of(...MAGIC, 1, 0, 0, 0);

/**
 * @throws DataError `network` or `http` where it does not arrive; Error where the browser has no WebAssembly or its policy
 * forbids it, or where something else arrives, or a part.
 */
export async function fetchBinary(url: URL, tools: DownloadTools): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof WebAssembly === 'undefined') throw new Error('This browser has no WebAssembly.');
  try {
    void new WebAssembly.Module(EMPTY);
  } catch (cause) {
    throw new Error('The policy of this page does not allow WebAssembly.', { cause });
  }
  const bytes = await download(url, tools, { credentials: 'same-origin' }, () => undefined);
  if (MAGIC.some((byte, at) => bytes[at] !== byte)) throw new Error(`${url.pathname} is not WebAssembly.`);
  if (!WebAssembly.validate(bytes)) throw new Error(`${url.pathname} is not whole.`);
  return bytes;
}
