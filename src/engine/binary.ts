/** Files of WebAssembly, and among them the module of our kernels. They lie beside the worker, under names that the build gives them. */
import type { KnownFile } from '../contract/files';
import { DataError, download, hasHash, webCrypto, type DownloadTools, type OnStall } from '../data/download';
import plainKernels from '../ops/simd/module/plain.wasm?known';
import relaxedKernels from '../ops/simd/module/relaxed.wasm?known';

/** A module that has arrived, or is on its way, and who hears of it. */
interface Loading {
  readonly module: Promise<WebAssembly.Module>;
  readonly listeners: Set<OnStall>;
  /** Where it does not move. */
  stalled: string | null;
}

const kernels = new Map<'simd' | 'relaxed', Loading>();

/**
 * The module of our own kernels, compiled; fetched once.
 * @param onStall Hears of the file wherever it stands still, though others have asked for it first.
 * @throws as `fetchBinary`; Error where the browser cannot run it.
 */
export async function loadKernels(
  kind: 'simd' | 'relaxed',
  onStall: OnStall = () => undefined,
): Promise<WebAssembly.Module> {
  const loading = kernels.get(kind) ?? fetchKernels(kind);
  if (loading.stalled !== null) onStall(loading.stalled, true);
  loading.listeners.add(onStall);
  return loading.module;
}

function fetchKernels(kind: 'simd' | 'relaxed'): Loading {
  const listeners = new Set<OnStall>();
  const onStall: OnStall = (file, isStalled) => {
    loading.stalled = isStalled ? file : null;
    for (const tell of listeners) tell(file, isStalled);
  };
  const bytes = fetchBinary(kind === 'simd' ? plainKernels : relaxedKernels, browserTools({ onStall }));
  const module = bytes.then((binary) => WebAssembly.compile(binary));
  const loading: Loading = { module, listeners, stalled: null };
  kernels.set(kind, loading);
  // One that did not arrive is asked for again.
  module.catch(() => kernels.delete(kind));
  return loading;
}

export function browserTools(waiting: Pick<DownloadTools, 'onStall' | 'signal'>): DownloadTools {
  const { onStall, signal } = waiting;
  return { fetch: globalThis.fetch.bind(globalThis), onStall, signal };
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
