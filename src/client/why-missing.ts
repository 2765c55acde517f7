/** Why a worker's code did not arrive: browsers say only that it did not. */

/** Milliseconds that the server is waited for. */
const PATIENCE = 5_000;

export interface AskTools {
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  readonly delay: (callback: () => void, milliseconds: number) => () => void;
}

/** Asks for the file once more, and tells what comes of it. Never rejects. */
export async function whyMissing(address: string, { fetch, delay }: AskTools): Promise<string> {
  const { pathname } = new URL(address, 'http://here');
  const asking = new AbortController();
  const cancel = delay(() => asking.abort(), PATIENCE);
  try {
    const { ok, status, headers } = await fetch(address, { cache: 'no-store', signal: asking.signal });
    if (!ok) return `${pathname}: the server answered ${status}.`;
    const type = headers.get('content-type') ?? '';
    if (!/javascript|ecmascript/i.test(type))
      return `${pathname} came as “${type.split(';')[0] ?? ''}” instead of JavaScript.`;
    return `${pathname} arrived, but it or a part of it did not run.`;
  } catch {
    return `${pathname}: no answer.`;
  } finally {
    cancel();
    asking.abort();
  }
}
