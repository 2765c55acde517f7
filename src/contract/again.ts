/** Asks anew for modules that did not arrive: under addresses that the browser remembers nothing of. */

/** The file of this page that an import is of: as the import's text has it, or what browsers say of one that failed. */
export function addressOf(load: () => unknown, error?: unknown, here = import.meta.url): string | null {
  const [named] = /https?:\/\/\S+\.js\b\S*/.exec(error instanceof Error ? error.message : '') ?? [];
  const [, written] = /import\(\s*[`'"](\.[^`'"]+)/.exec(String(load)) ?? [];
  const address = named ?? written;
  if (address === undefined || !URL.canParse(address, here)) return null;
  const { origin, href } = new URL(address, here);
  return origin === new URL(here).origin ? href : null;
}

/** An address with a query that is new. */
export function anew(address: string): string {
  const url = new URL(address);
  url.searchParams.set('again', Date.now().toString(36));
  return url.href;
}

/** Milliseconds in which what is there, or has failed, says so. */
const SHORT = 500;

/**
 * A module that did not arrive: from `load` where that gives it now, else from its address with a query that is new
 * (https://github.com/whatwg/html/pull/10327).
 *
 * @throws What `load` or the import threw.
 */
export async function loadAgain<M>(
  load: () => Promise<M>,
  isWhole: (module: M) => boolean,
  {
    importFrom = (address: string) => import(/* @vite-ignore */ address) as Promise<M>,
    here = import.meta.url,
  } = {},
): Promise<M> {
  let failure: unknown;
  try {
    const module = await soon(load());
    if (module !== null && isWhole(module)) return module;
  } catch (error) {
    failure = error;
  }
  const address = addressOf(load, failure, here);
  if (address === null) throw failure instanceof Error ? failure : new Error('Its code is not whole.');
  return importFrom(anew(address));
}

/** What a task resolves to within a short while; else null. */
async function soon<T>(task: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), SHORT);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}
