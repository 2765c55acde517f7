/** A part of the page whose code comes when it is needed. Stands within a `Boundary`, which offers to try again. */
import { lazy, useState, type ComponentType } from 'react';
import { loadAgain } from './load-again';

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
