/** A WebAssembly binary from its address, or why it cannot be had. */
import { download, type DownloadTools } from '../data/download';

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
