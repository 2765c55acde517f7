/**
 * What the build knows of its own files. `import file from 'FILE?known'` is an address with the length and the hash that belong
 * to it, so that what comes from there can be told from what should; and `files.json` has the same of all scripts and style
 * sheets, for the page to look up where one of them fails.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const QUERY = '?known';

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** For page and workers alike. */
export const knownFiles = (): Plugin => ({
  name: 'known-files',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.endsWith(QUERY)) return null;
    const found = await this.resolve(`${source.slice(0, -QUERY.length)}?url`, importer, { skipSelf: true });
    return found === null ? null : `${found.id.replace(/\?.*$/, '')}${QUERY}`;
  },
  load(id) {
    if (!id.endsWith(QUERY)) return null;
    const path = id.slice(0, -QUERY.length);
    const content = readFileSync(path);
    const facts = JSON.stringify({ bytes: content.length, sha256: sha256(content) });
    return `import address from ${JSON.stringify(`${path}?url`)};\nexport default { address, ...${facts} };`;
  },
});

/** Ends every style sheet with a rule that shows whether it came to its end: half a sheet is one to browsers. */
export const endsOfSheets: Plugin = {
  name: 'ends-of-sheets',
  apply: 'build',
  generateBundle(_, bundle) {
    for (const one of Object.values(bundle))
      if (one.type === 'asset' && one.fileName.endsWith('.css'))
        one.source = `${Buffer.from(one.source).toString().trimEnd()}:root{--whole:1}\n`;
  },
};

/** By path, length and hash. */
export type FileList = Readonly<Record<string, readonly [bytes: number, sha256: string]>>;

export const listOfFiles: Plugin = {
  name: 'list-of-files',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const list: Record<string, FileList[string]> = {};
      for (const one of Object.values(bundle)) {
        if (!/\.(js|css)$/.test(one.fileName)) continue;
        const content = Buffer.from(one.type === 'chunk' ? one.code : one.source);
        list[one.fileName] = [content.length, sha256(content)];
      }
      this.emitFile({ type: 'asset', fileName: 'files.json', source: `${JSON.stringify(list)}\n` });
    },
  },
};
