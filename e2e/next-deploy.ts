/** A build as a server has it one deploy later: the same files, every one with another hash in its name. */
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const TEXT = new Set(['.html', '.js', '.css']);

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 32);

/** Copies a build to a folder, and gives all of `assets` new names there, by which its files then call each other. */
export function copyNextDeploy(build: string, to: string): void {
  cpSync(build, to, { recursive: true });
  const assets = join(to, 'assets');
  const names = new Map(
    readdirSync(assets).map((name) => [
      name,
      name.replace(
        /-([\w-]{8})(?=\.\w+$)/,
        (_, hash: string) => `-${Array.from(hash).toReversed().join('')}`,
      ),
    ]),
  );
  const renew = (text: string): string =>
    text.replace(/[\w.-]+\.(?:js|css|wasm)/g, (name) => names.get(name) ?? name);
  const digests = new Map<string, string>();
  for (const folder of [assets, to]) {
    for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((file) => file.isFile())) {
      if (!TEXT.has(extname(name)) || name === 'sw.js') continue;
      const path = join(folder, name);
      const old = readFileSync(path);
      const renewed = Buffer.from(renew(old.toString()));
      writeFileSync(path, renewed);
      digests.set(digestOf(old), digestOf(renewed));
    }
  }
  for (const [old, next] of names) renameSync(join(assets, old), join(assets, next));
  const worker = join(to, 'sw.js');
  const list = renew(readFileSync(worker, 'utf8'));
  writeFileSync(
    worker,
    list.replace(/\b[\da-f]{32}\b/g, (digest) => digests.get(digest) ?? digest),
  );
}
