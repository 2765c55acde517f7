/** Parts of the page whose code comes when it is needed. They stand within a `Boundary`, which offers to try again. */
import { lazy, useState, type ComponentType } from 'react';

/** The code of a part did not arrive: nothing is wrong with it. `ask` has it asked for when it is mounted next. */
export class MissingPart extends Error {
  readonly ask: () => void;

  constructor(cause: unknown, ask: () => void) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.ask = ask;
  }
}

/** The component that `choose` takes out of the module, which is asked for when it is first mounted. */
export function lazyPart<M, P extends object>(
  load: () => Promise<M>,
  choose: (module: M) => ComponentType<P>,
): ComponentType<P> {
  // React's own remembers a failure for good; and React mounts what failed more than once, by itself, before it gives up.
  const ask = (hasFailed: boolean) =>
    lazy(async () => {
      try {
        return { default: choose(await loadAgain(load, hasFailed)) };
      } catch (error) {
        throw new MissingPart(error, () => {
          current = ask(true);
        });
      }
    });
  let current = ask(false);
  return function LazyPart(props: P) {
    const [Part] = useState(() => current);
    return <Part {...props} />;
  };
}

/** The address of the module that an import failed on, as browsers tell it; null where they do not, or it is not of this page. */
export function failedAddress(error: unknown, origin: string): string | null {
  const [address] = /https?:\/\/\S+/.exec(error instanceof Error ? error.message : '') ?? [];
  return address !== undefined && URL.canParse(address) && new URL(address).origin === origin
    ? address
    : null;
}

/**
 * A module, from `load` or, where that fails and has failed before, from the same address with a query that is new: older
 * browsers remember for good that a module failed to load (https://github.com/whatwg/html/pull/10327).
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
