/** Finds out what is wrong with scripts and style sheets that failed, which browsers do not tell: asks for them once more. */
import type { FileFault, FileKind } from './files';

export interface AskTools {
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  readonly delay: (callback: () => void, milliseconds: number) => () => void;
}

/** Milliseconds that the server is waited for. */
const PATIENCE = 5_000;

/** Of the build, by path: `files.json`. */
type FileList = Readonly<Record<string, readonly [bytes: number, sha256: string] | undefined>>;

/**
 * What is wrong with a file of the build, or with one that it imports; null where all of them arrive as they should. Never rejects.
 * @param address Absolute.
 */
export async function examine(address: string, tools: AskTools): Promise<FileFault | null> {
  const asking = new AbortController();
  const cancel = tools.delay(() => asking.abort(), PATIENCE);
  const fetch = (file: string): Promise<Response> =>
    tools.fetch(file, { cache: 'no-store', signal: asking.signal });
  try {
    const list = await listBeside(address, fetch);
    const files = new Set([address]);
    // A set that grows while it is walked: what is imported comes behind what imports it.
    for (const file of files) {
      const found = await look(file, list, fetch);
      if ('what' in found) return found;
      for (const imported of found.imports) files.add(imported);
    }
    return null;
  } finally {
    cancel();
    asking.abort();
  }
}

/** Empty where there is none: then less can be told. */
async function listBeside(address: string, fetch: (file: string) => Promise<Response>): Promise<FileList> {
  try {
    const answer = await fetch(new URL('../files.json', address).href);
    return answer.ok ? ((await answer.json()) as FileList) : {};
  } catch {
    return {};
  }
}

async function look(
  address: string,
  list: FileList,
  fetch: (file: string) => Promise<Response>,
): Promise<FileFault | { readonly imports: readonly string[] }> {
  const { pathname } = new URL(address);
  const file = pathname;
  let answer: Response;
  try {
    answer = await fetch(address);
  } catch {
    return { file, what: 'silent' };
  }
  if (!answer.ok) return { file, what: 'status', status: answer.status };
  const wanted: FileKind = pathname.endsWith('.css') ? 'CSS' : 'JavaScript';
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  if (!(wanted === 'CSS' ? /^text\/css$/i : /javascript|ecmascript/i).test(type))
    return { file, what: 'type', type, wanted };
  let bytes: ArrayBuffer;
  try {
    bytes = await answer.arrayBuffer();
  } catch {
    return { file, what: 'broken-off' };
  }
  const known = list[pathname.split('/').slice(-2).join('/')];
  if (known !== undefined && bytes.byteLength !== known[0])
    return { file, what: 'length', bytes: bytes.byteLength, wanted: known[0] };
  if (known !== undefined && (await hasOtherHash(bytes, known[1]))) return { file, what: 'content' };
  return { imports: wanted === 'CSS' ? [] : importsOf(new TextDecoder().decode(bytes), address) };
}

/** False where there is no Web Crypto to tell. */
async function hasOtherHash(bytes: ArrayBuffer, sha256: string): Promise<boolean> {
  const { subtle }: { readonly subtle?: SubtleCrypto } = crypto;
  if (subtle === undefined) return false;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') !== sha256;
}

/** Of what is imported before a module runs: the build writes these paths so. */
function importsOf(code: string, address: string): readonly string[] {
  return [...code.matchAll(/\b(?:from|import)\s*["'](\.\/[\w.-]+\.js)["']/g)].map(
    ([, path = '']) => new URL(path, address).href,
  );
}
