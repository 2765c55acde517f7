import { describe, expect, it } from 'vitest';
import { zipSync } from 'fflate';
import numpy from '../testing/numpy-files.json';
import { crc32 } from './crc32';
import { FormatError } from './errors';
import { INFLATE_LIMITS } from './inflate';
import { readNpy } from './npy';
import { isZip, readZipEntry, zip, zipEntries } from './zip';

const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);

async function unzip(bytes: Uint8Array<ArrayBuffer>): Promise<Map<string, string>> {
  const blob = new Blob([bytes]);
  const found = new Map<string, string>();
  for (const entry of await zipEntries(blob))
    found.set(entry.path, new TextDecoder().decode(await readZipEntry(blob, entry, 1e6)));
  return found;
}

async function codeOf(read: Promise<unknown>): Promise<string> {
  return read.then(
    () => 'none',
    (error: unknown) => {
      if (error instanceof FormatError) return error.code;
      throw error;
    },
  );
}

/** The archive with these bytes in place of the first that equal `from`, searched from its end or its beginning. */
function changed(
  bytes: Uint8Array,
  from: readonly number[],
  to: readonly number[],
  last = false,
): Uint8Array<ArrayBuffer> {
  const buffer = Buffer.from(bytes);
  const at = last ? buffer.lastIndexOf(Buffer.from(from)) : buffer.indexOf(Buffer.from(from));
  if (at < 0) throw new Error('Not in there.');
  Buffer.from(to).copy(buffer, at);
  return Uint8Array.from(buffer);
}

describe('archives', () => {
  it('CRC-32 of the digits is the check value of its catalogue', () => {
    expect(crc32(text('123456789'))).toBe(0xcbf43926);
    expect(crc32(text('6789'), crc32(text('12345')))).toBe(0xcbf43926);
  });

  it('files come back with their names and bytes, packed or stored', async () => {
    const files = new Map([
      ['a/cat.txt', 'miau '.repeat(1000)],
      ['猫/naïve.png', 'stored'],
      ['empty', ''],
    ]);
    const bytes = zip(new Map([...files].map(([path, content]) => [path, text(content)])));
    expect(isZip(bytes)).toBe(true);
    expect(bytes.length).toBeLessThan(1000);
    expect(await unzip(bytes)).toEqual(files);
  });

  it.each(['npz', 'packed'] as const)(
    "NumPy's archives, with 64-bit sizes beside each file: %s",
    async (kind) => {
      const blob = new Blob([Uint8Array.from(Buffer.from(numpy[kind], 'base64'))]);
      const entries = await zipEntries(blob);
      expect(entries.map(({ path }) => path)).toEqual(['images.npy', 'labels.npy']);
      const [, labels] = entries;
      expect(readNpy(await readZipEntry(blob, labels!, 1e6)).values).toEqual(new BigInt64Array([0n, 1n, 0n]));
    },
  );

  it('a comment behind the archive, and folders in it, change nothing', async () => {
    const bytes = zipSync({ folder: { 'a.txt': text('a') }, 'empty/': new Uint8Array() }, { level: 0 });
    const comment = text('made by hand PK\x05\x06');
    const commented = new Uint8Array([...bytes.slice(0, -2), comment.length, 0, ...comment]);
    expect(await unzip(commented)).toEqual(new Map([['folder/a.txt', 'a']]));
  });

  it('a name that is no UTF-8 is read as GBK, backslashes part folders', async () => {
    const bytes = zip(new Map([['ab\\x', text('1')]]));
    const gbk = changed(bytes, [...text('ab\\x')], [0xb9, 0xb7, 0x5c, 0x78], true);
    expect([...(await unzip(gbk)).keys()]).toEqual(['狗/x']);
  });
});

describe('archives that are not in order', () => {
  const whole = zip(new Map([['a.txt', text('some text that is packed, some text that is packed')]]));

  it('says of each what is wrong with it', async () => {
    expect(await codeOf(unzip(text('no archive at all, but a text of some length')))).toBe('not-that');
    expect(await codeOf(unzip(whole.slice(0, -1)))).toBe('truncated');
    expect(await codeOf(unzip(whole.slice(0, 40)))).toBe('truncated');
    const central = [0x50, 0x4b, 1, 2];
    expect(await codeOf(unzip(changed(whole, central, [0, 0, 0, 0])))).toBe('malformed');
    expect(await codeOf(unzip(changed(whole, [0x50, 0x4b, 3, 4], [0, 0, 0, 0])))).toBe('malformed');
    const directory = Buffer.from(whole).indexOf(Buffer.from(central));
    const at = (offset: number, ...to: number[]): Uint8Array<ArrayBuffer> => {
      const bytes = whole.slice();
      bytes.set(to, directory + offset);
      return bytes;
    };
    // Encrypted; packed in another way; another checksum; smaller and larger than it is.
    expect(await codeOf(unzip(at(8, 1)))).toBe('unsupported');
    expect(await codeOf(unzip(at(10, 12)))).toBe('unsupported');
    expect(await codeOf(unzip(at(16, 0, 0, 0, 0)))).toBe('malformed');
    expect(await codeOf(unzip(at(24, 20)))).toBe('malformed');
    expect(await codeOf(unzip(at(24, 200)))).toBe('truncated');
    // More in the archive than there is.
    expect(await codeOf(unzip(at(20, 0xff)))).toBe('malformed');
  });

  it('what would become far larger than it is, is not inflated', async () => {
    const entry = (await zipEntries(new Blob([whole])))[0]!;
    expect(await codeOf(readZipEntry(new Blob([whole]), entry, 10))).toBe('too-large');
    const bomb = whole.slice();
    const size = INFLATE_LIMITS.free + 1;
    bomb.set(
      new Uint8Array(new Uint32Array([size]).buffer),
      Buffer.from(whole).indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24,
    );
    expect(await codeOf(zipEntries(new Blob([bomb])))).toBe('too-large');
  });

  it('files that share their bytes are refused', async () => {
    const two = zip(
      new Map([
        ['a.png', text('first')],
        ['b.png', text('other')],
      ]),
    );
    // The second file of the directory points to the first.
    const second = Buffer.from(two).lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    const shared = two.slice();
    shared.set([0, 0, 0, 0], second + 42);
    expect(await codeOf(zipEntries(new Blob([shared])))).toBe('malformed');
  });
});
