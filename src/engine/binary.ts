/** Files of WebAssembly, and among them the module of our kernels. They lie beside the worker, under names that the build gives them. */
import type { KnownFile } from '../contract/files';
import { DataError, download, hasHash, webCrypto, type DownloadTools, type OnStall } from '../data/download';
import plainKernels from '../ops/simd/module/plain.wasm?known';
import relaxedKernels from '../ops/simd/module/relaxed.wasm?known';

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
  const bytes = fetchBinary(file, browserTools(onStall));
  const loading = bytes.then((binary) => WebAssembly.compile(binary));
  kernels.set(kind, loading);
  // One that did not arrive is asked for again.
  loading.catch(() => kernels.delete(kind));
  return loading;
}

export function browserTools(onStall: OnStall | undefined): DownloadTools {
  return { fetch: globalThis.fetch.bind(globalThis), onStall };
}

/** The smallest module there is: its magic number and version. */
const EMPTY = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/**
 * The bytes of a module, as the build knows them.
 * @throws DataError where it does not arrive, or something else does, or a part; Error where the browser has no WebAssembly or
 * its policy forbids it, or cannot run this one.
 */
export async function fetchBinary(
  { address, bytes: length, sha256 }: KnownFile,
  tools: DownloadTools,
): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof WebAssembly === 'undefined') throw new Error('This browser has no WebAssembly.');
  try {
    void new WebAssembly.Module(EMPTY);
  } catch (cause) {
    throw new Error('The policy of this page does not allow WebAssembly.', { cause });
  }
  const url = new URL(address, import.meta.url);
  const init = { credentials: 'same-origin' } as const;
  const bytes = await download(url, { ...tools, wanted: 'WebAssembly' }, init, () => undefined);
  const file = url.pathname;
  if (bytes.length !== length)
    throw DataError.of({ file, what: 'length', bytes: bytes.length, wanted: length });
  const subtle = webCrypto();
  const isValid = WebAssembly.validate(bytes);
  // Without Web Crypto, which pages without TLS lack, most changes show in what a module must be.
  if (subtle === undefined ? !isValid : !(await hasHash(bytes, sha256, subtle)))
    throw DataError.of({ file, what: 'content' });
  if (!isValid) throw new Error(`This browser cannot run ${file}.`);
  return bytes;
}
