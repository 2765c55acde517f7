/**
 * Whether the page is still what its server has. Files of a build are named by their content, and those of an old one may be gone:
 * a page that is open then goes on with what it has, and says so.
 */
import { createStore } from 'zustand/vanilla';

export interface DeployFacts {
  readonly isReplaced: boolean;
  /** Whether the page is being loaded anew with its run kept: nothing is lost by that. */
  readonly isLeft: boolean;
}

export const deployStore = createStore<DeployFacts>()(() => ({ isReplaced: false, isLeft: false }));

/** Address of the page's first module; empty where it has none. */
export function entryOf(page: Document): string {
  return page.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src ?? '';
}

/** Asks the server for the page, and notes whether that begins with another module. A server that does not answer has nothing new. */
export async function askForNewDeploy(page: Document = document): Promise<void> {
  const name = entryOf(page).split('/').at(-1);
  try {
    const answer = await fetch(location.pathname, { cache: 'no-store' });
    const text = await answer.text();
    if (name && answer.ok && /<script type="module"/.test(text) && !text.includes(name))
      deployStore.setState({ isReplaced: true });
  } catch {
    // No network.
  }
}
