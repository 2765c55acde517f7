/**
 * Loads code that comes when it is needed, once more where it did not arrive. Older browsers remember for good that a module
 * failed to load (https://github.com/whatwg/html/pull/10327): to them it must come from another address.
 */

/** The address of the module that an import failed on, as browsers tell it; null where they do not, or it is not of this page. */
export function failedAddress(error: unknown, origin: string): string | null {
  const [address] = /https?:\/\/\S+/.exec(error instanceof Error ? error.message : '') ?? [];
  return address !== undefined && URL.canParse(address) && new URL(address).origin === origin
    ? address
    : null;
}

/**
 * A module, from `load` or, where that fails and has failed before, from the same address with a query that is new.
 *
 * @throws What `load` or the import threw.
 */
export async function loadAgain<M>(
  load: () => Promise<M>,
  hasFailed: boolean,
  importFrom: (address: string) => Promise<M> = (address) => import(/* @vite-ignore */ address) as Promise<M>,
): Promise<M> {
  try {
    return await load();
  } catch (error) {
    const address = hasFailed ? failedAddress(error, location.origin) : null;
    if (address === null) throw error;
    const again = new URL(address);
    again.searchParams.set('again', Date.now().toString(36));
    return importFrom(again.href);
  }
}
