/** What is done about files of a part that did not arrive: found out what is wrong with them, and style sheets asked for anew. */
import { addressOf, anew } from '../../contract/again';
import { examine } from '../../contract/examine';
import type { FileFault } from '../../contract/files';
import { delayed } from '../../client/timing';
import { isWhole, sheetLinks } from './sheets';

/** Style sheets that are not there as they should be, or not yet. */
function brokenSheets(): readonly HTMLLinkElement[] {
  return import.meta.env.PROD ? sheetLinks().filter(({ sheet }) => sheet === null || !isWhole(sheet)) : [];
}

/** What is wrong with the files of an import that failed so; null where all of them arrive now. */
export async function explain(load: () => unknown, error: unknown): Promise<FileFault | null> {
  const script = addressOf(load, error);
  const files = [...(script === null ? [] : [script]), ...brokenSheets().map(({ href }) => href)];
  const tools = { fetch: globalThis.fetch.bind(globalThis), delay: delayed };
  const faults = await Promise.all(files.map((file) => examine(file, tools)));
  return faults.find((fault) => fault !== null) ?? null;
}

/** Puts those style sheets in the place of themselves, and waits for them. @throws Error where one does not come. */
export async function mendSheets(): Promise<void> {
  await Promise.all(
    brokenSheets().map(async (link) => {
      const fresh = document.createElement('link');
      fresh.rel = 'stylesheet';
      fresh.href = anew(link.href);
      await new Promise<void>((resolve, reject) => {
        fresh.onload = () => resolve();
        fresh.onerror = () => reject(new Error(`No style sheet came from ${fresh.href}`));
        link.replaceWith(fresh);
      });
    }),
  );
}
