import { gzipSync } from 'fflate';
import { packTar, type TarEntry } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { FormatError } from './errors';
import { isTar, tarFiles } from './tar';

async function unpack(bytes: Uint8Array<ArrayBuffer>, gzip = false): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { path, blob } of tarFiles(new Blob([bytes]), { gzip, at: 'set.tar' }))
    found[path] = await blob.text();
  return found;
}

function codeOf(read: Promise<unknown>): Promise<string> {
  return read.then(
    () => 'none',
    (error: unknown) => {
      if (error instanceof FormatError) return error.code;
      throw error;
    },
  );
}

const file = (name: string, body: string): TarEntry => ({
  header: { name, size: new TextEncoder().encode(body).length, type: 'file' },
  body,
});

const long = `${'folder/'.repeat(40)}cat.txt`;
const packed = (): Promise<Uint8Array<ArrayBuffer>> =>
  packTar([
    { header: { name: 'set/', size: 0, type: 'directory' } },
    file('set/猫.txt', 'miau'),
    { header: { name: 'set/link', size: 0, type: 'symlink', linkname: '/etc/passwd' } },
    file(long, 'x'.repeat(2000)),
    file('empty', ''),
  ]);

describe('archives', () => {
  it('their files are given with names of any length, and nothing else of them', async () => {
    const bytes = await packed();
    expect(isTar(bytes)).toBe(true);
    const files = { 'set/猫.txt': 'miau', [long]: 'x'.repeat(2000), empty: '' };
    expect(await unpack(bytes)).toEqual(files);
    expect(await unpack(gzipSync(bytes), true)).toEqual(files);
  });

  it('what is not wanted is passed over', async () => {
    const found: string[] = [];
    const options = { gzip: false, at: 'set.tar', wanted: (path: string) => path !== long };
    for await (const { path } of tarFiles(new Blob([await packed()]), options)) found.push(path);
    expect(found).toEqual(['set/猫.txt', 'empty']);
  });

  it('one that was written by GNU tar, with a name of its own kind, is read', async () => {
    // tar --format=gnu: a header of type L holds the name, then follows the file's own.
    const name = 'a'.repeat(120);
    const block = (of: string, type: string, size: number): Uint8Array => {
      const header = new Uint8Array(512);
      const write = (at: number, text: string): void => header.set(new TextEncoder().encode(text), at);
      write(0, of.slice(0, 100));
      write(100, '0000644\0');
      write(124, `${size.toString(8).padStart(11, '0')}\0`);
      write(136, '00000000000\0');
      write(148, '        ');
      write(156, type);
      write(257, 'ustar  \0');
      const sum = header.reduce((total, byte) => total + byte, 0);
      write(148, `${sum.toString(8).padStart(6, '0')}\0 `);
      return header;
    };
    const body = (text: string): Uint8Array => {
      const padded = new Uint8Array(512);
      padded.set(new TextEncoder().encode(text));
      return padded;
    };
    const parts = [
      block('././@LongLink', 'L', 121),
      body(name),
      block(name, '0', 2),
      body('ok'),
      new Uint8Array(1024),
    ];
    expect(await unpack(Uint8Array.from(parts.flatMap((part) => [...part])))).toEqual({ [name]: 'ok' });
  });
});

describe('archives that are not in order', () => {
  it('says of each what is wrong with it', async () => {
    const bytes = await packed();
    const zipped = gzipSync(bytes);
    expect(await codeOf(unpack(bytes.slice(0, -1024)))).toBe('truncated');
    expect(await codeOf(unpack(bytes.slice(0, 700)))).toBe('truncated');
    const changed = bytes.slice();
    changed[3] = 0x41;
    expect(isTar(changed)).toBe(false);
    expect(await codeOf(unpack(changed))).toBe('malformed');
    expect(await codeOf(unpack(zipped.slice(0, -20), true))).toBe('malformed');
    const other = zipped.slice();
    other.set([0xff, 0xff, 0xff], 40);
    expect(await codeOf(unpack(other, true))).toBe('malformed');
  });

  it('a file that is said to be larger than the archive is not waited for', async () => {
    const bytes = await packTar([file('a', 'text')]);
    const size = new TextEncoder().encode('77777777777\0');
    bytes.set(size, 124);
    bytes.fill(0x20, 148, 156);
    const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    bytes.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    expect(await codeOf(unpack(bytes))).toBe('too-large');
  });
});
