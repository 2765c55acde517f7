/** A build plugin that lists the licences of what the worker bundles; Vite's own list covers the page alone. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/** The compiler of our kernels, whose library is part of them. */
const COMPILER = fileURLToPath(new URL('../node_modules/assemblyscript', import.meta.url));

/** The folder of the package that a module belongs to, or null for our own. */
function packageFolder(module: string): string | null {
  if (module.includes('/src/ops/simd/module/')) return COMPILER;
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(module)?.[0] ?? null;
}

/** With the names that a NOTICE asks to be handed on. */
function licenceText(folder: string): string | null {
  const files = readdirSync(folder).filter((name) => /^(?:licen[cs]e|notice)/i.test(name));
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return texts.length === 0 ? null : texts.join('\n\n');
}

/** The document for these package folders. A package without a text gets that of another of the same licence. */
function listLicences(folders: readonly string[]): string {
  const entries = folders.map((folder) => {
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
    return { ...about, text: licenceText(folder) };
  });
  const sections = entries.map(({ name, version, license = 'unknown licence', author, text }) => {
    const by = typeof author === 'object' ? author.name : author;
    const body =
      text ?? entries.find((other) => other.license === license && other.text !== null)?.text ?? '';
    return `## ${name} - ${version} (${license})\n${by === undefined ? '' : `\n${by}\n`}\n${body}\n`;
  });
  return ['# Licenses', 'What computes in the worker contains:', ...sections].join('\n\n');
}

/** Folders of packages that a worker of this build bundles: each worker is a bundle of its own, and all have one list. */
const folders = new Set<string>();

/** Emits `fileName` beside the page, of all workers that are bundled by then; the last of them has the whole list. */
export function workerLicences(fileName: string): Plugin {
  return {
    name: 'worker-licences',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      for (const folder of modules.map(packageFolder)) if (folder !== null) folders.add(folder);
      const known = [...folders].filter((folder) => existsSync(join(folder, 'package.json'))).toSorted();
      if (known.length > 0) this.emitFile({ type: 'asset', fileName, source: listLicences(known) });
    },
  };
}
