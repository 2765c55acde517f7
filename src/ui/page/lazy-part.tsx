/** Parts of the page whose code comes when it is needed. They stand within a `Boundary`, which offers to try again. */
import { lazy, useState, type ComponentType } from 'react';
import { arriving, inTime, LateError } from '../../contract/arrival';
import type { FileFault } from '../../contract/files';
import { hasBrokenSheet } from './sheets';

/** The code of a part did not arrive: nothing is wrong with it. `ask` has it asked for when it is mounted next. */
export class MissingPart extends Error {
  readonly ask: () => void;
  /** What is wrong with its files, once that is known. Never rejects. */
  readonly explain: () => Promise<FileFault | null>;

  constructor(cause: unknown, ask: () => void, load: () => unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.ask = ask;
    this.explain = async () => {
      try {
        return await (await import('./missing-files')).explain(load, cause);
      } catch {
        return null;
      }
    };
  }

  /** Settles when it arrives after all; null where it failed. */
  get arrival(): Promise<unknown> | null {
    return this.cause instanceof LateError ? this.cause.arrival : null;
  }
}

/** The component that `choose` takes out of the module, which is asked for when it is first mounted. */
export function lazyPart<M, P extends object>(
  load: () => Promise<M>,
  choose: (module: M) => ComponentType<P> | undefined,
): ComponentType<P> {
  const arrive = arriving(load, (module) => choose(module) !== undefined);
  // React's own remembers a failure for good; and React mounts what failed more than once, by itself, before it gives up.
  const ask = (hasFailed: boolean) =>
    lazy(async () => {
      try {
        if (hasFailed) await inTime((await import('./missing-files')).mendSheets());
        const part = choose(await arrive());
        if (part === undefined || hasBrokenSheet()) throw new Error('Its style is not whole.');
        return { default: part };
      } catch (error) {
        throw new MissingPart(error, () => (current = ask(true)), load);
      }
    });
  let current = ask(false);
  return function LazyPart(props: P) {
    const [Part] = useState(() => current);
    return <Part {...props} />;
  };
}
