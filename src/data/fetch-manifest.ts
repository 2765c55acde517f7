/** A manifest out of the network: whole and unchanged, before a field of it is believed. */
import { DataError, hasHash } from './download';
import { fetchJson, type FetchTools } from './fetch';
import { readManifest, type DataManifest } from './manifest';

/**
 * The manifest of the folder `base`.
 * @throws DataError as `fetchJson` and `readManifest`; `corrupt` where it is not what was written.
 */
export async function fetchManifest(base: URL, tools: FetchTools): Promise<DataManifest> {
  const url = new URL('manifest.json', base);
  const json = await fetchJson(url, tools);
  const manifest = readManifest(json);
  if (tools.subtle !== undefined && !(await hasHash(sealed(json), manifest.seal, tools.subtle)))
    throw DataError.of({ file: url.pathname, what: 'content' });
  return manifest;
}

/** What the seal of a manifest is the hash of: all the rest of it, without spaces. */
export function sealed(manifest: unknown): Uint8Array<ArrayBuffer> {
  const rest = { ...(manifest as object), seal: undefined };
  return new TextEncoder().encode(JSON.stringify(rest));
}
