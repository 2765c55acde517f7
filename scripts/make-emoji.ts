/**
 * Makes the bundled colour data: `npx tsx scripts/make-emoji.ts FOLDER` reads the packages emoji-datasource-google and
 * emoji-datasource-twitter 16.0.0, unpacked side by side, and writes public/data/emoji. To get them, in an empty folder:
 *
 *     npm pack emoji-datasource-google@16.0.0 emoji-datasource-twitter@16.0.0
 *     for name in google twitter; do mkdir $name && tar -xzf emoji-datasource-$name-16.0.0.tgz -C $name; done
 *
 * Run by hand, output committed. The same input gives the same bytes.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, standardisations, writeManifest, writePacked } from './data-files';
import { readPng, type Picture } from './png';

const VENDORS = ['google', 'twitter'] as const;
const SIDE = 32;
/** Images on a sheet stand a pixel apart from each other's borders. */
const PITCH = 34;
const CHANNELS = 3;
const TEST_SHARE = 0.2;
/** Skin tones and hair alone are groups of Unicode's as well, of five images: too few to learn. */
const FEWEST = 50;

/** Their texts lie beside the data, and say what was changed. */
const LICENCES = [
  { name: 'Apache-2.0', copyright: 'Noto Emoji © Google LLC', file: 'LICENSE-noto-emoji.txt' },
  {
    name: 'CC-BY-4.0',
    copyright: 'Twemoji © Twitter, Inc and other contributors',
    file: 'LICENSE-twemoji.txt',
  },
  { name: 'MIT', copyright: 'emoji-data © 2013 Cal Henderson', file: 'LICENSE-emoji-data.txt' },
] as const;

interface Emoji {
  readonly unified: string;
  readonly category: string;
  readonly sheet_x: number;
  readonly sheet_y: number;
  readonly has_img_google: boolean;
  readonly has_img_twitter: boolean;
}

interface Sample {
  readonly label: number;
  readonly pixels: Uint8Array;
  /** Decides its place in its file, the same every time and without any order. */
  readonly key: string;
}

const input = process.argv[2];
if (input === undefined) throw new Error('Usage: npx tsx scripts/make-emoji.ts FOLDER');

const read = (vendor: string, name: string): Buffer => readFileSync(join(input, vendor, 'package', name));
const emoji = JSON.parse(read('google', 'emoji.json').toString('utf8')) as readonly Emoji[];
if (!read('twitter', 'emoji.json').equals(read('google', 'emoji.json'))) {
  throw new Error('The two packages are not of one version.');
}
const sheets = VENDORS.map((vendor) => readPng(read(vendor, `img/${vendor}/sheets-clean/32.png`)));

const hash = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** Items that share a key, directly or by way of others, together; in the order of the first of each. */
function related<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): readonly (readonly T[])[] {
  const families = new Map<string, Set<T>>();
  for (const item of items) {
    const keys = keysOf(item);
    const family = new Set([item]);
    for (const key of keys) for (const other of families.get(key) ?? []) family.add(other);
    for (const member of family) for (const key of keysOf(member)) families.set(key, family);
  }
  return [...new Set(families.values())].map((family) => [...family]);
}

/** The same for emoji that differ in gender or direction alone, which are drawn almost alike. */
function kinOf({ unified }: Emoji): string {
  const beside = new Set(['200D', 'FE0F', '2640', '2642', '27A1']);
  const people = new Set(['1F468', '1F469', '1F9D1']);
  const codes = unified.split('-').filter((code) => !beside.has(code));
  return codes.map((code) => (people.has(code) ? 'person' : code)).join('-');
}

/** Red, green and blue of an image on white. */
function cutOut({ width, pixels }: Picture, { sheet_x, sheet_y }: Emoji): Uint8Array {
  const image = new Uint8Array(SIDE * SIDE * CHANNELS);
  for (let i = 0; i < image.length; i++) {
    const pixel = Math.floor(i / CHANNELS);
    const x = sheet_x * PITCH + 1 + (pixel % SIDE);
    const y = sheet_y * PITCH + 1 + Math.floor(pixel / SIDE);
    const at = 4 * (y * width + x);
    const alpha = pixels[at + 3] ?? 0;
    image[i] = Math.round((alpha * (pixels[at + (i % CHANNELS)] ?? 0) + (255 - alpha) * 255) / 255);
  }
  return image;
}

function samplesOf(each: Emoji, label: number): Sample[] {
  return VENDORS.flatMap((vendor, i) => {
    const sheet = sheets[i];
    if (sheet === undefined || !each[`has_img_${vendor}`]) return [];
    return [{ label, pixels: cutOut(sheet, each), key: hash(`${each.unified} ${vendor}`) }];
  });
}

const membersOf = (name: string): readonly Emoji[] => emoji.filter(({ category }) => category === name);
const classes = [...new Set(emoji.map(({ category }) => category))]
  .filter((name) => membersOf(name).length >= FEWEST)
  .toSorted();

const halves: Record<'train' | 'test', Sample[]> = { train: [], test: [] };
classes.forEach((name, label) => {
  // Families go to one half as a whole: else the test would ask for what was learnt by heart. Some flags are the same.
  const samples = new Map(membersOf(name).map((each) => [each, samplesOf(each, label)]));
  const families = related([...samples.keys()], (each) => [
    kinOf(each),
    ...(samples.get(each) ?? []).map(({ pixels }) => hash(pixels)),
  ]);
  const keyed = families.map((members) => ({
    members,
    key: members.map(kinOf).map(hash).toSorted()[0] ?? '',
  }));
  let wanted = TEST_SHARE * samples.size;
  for (const { members } of keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const half = wanted > 0 ? halves.test : halves.train;
    if (half === halves.test) wanted -= members.length;
    half.push(...members.flatMap((member) => samples.get(member) ?? []));
  }
});
for (const samples of Object.values(halves)) samples.sort((a, b) => (a.key < b.key ? -1 : 1));

const folder = folderOf('emoji');
const bytesOf = (samples: readonly Sample[]): Buffer => Buffer.concat(samples.map(({ pixels }) => pixels));
const split = (name: 'train' | 'test') => ({
  count: halves[name].length,
  images: writePacked(folder, `${name}-images.bin`, bytesOf(halves[name])),
  labels: writePacked(
    folder,
    `${name}-labels.bin`,
    Uint8Array.from(halves[name], ({ label }) => label),
  ),
});
writeManifest(folder, {
  format: 1,
  title: 'Emoji in two drawings, by the groups of Unicode',
  source: 'https://github.com/iamcal/emoji-data',
  licences: LICENCES,
  citation: 'Noto Emoji, Google LLC; Twemoji, Twitter, Inc and other contributors; by emoji-data 16.0.0.',
  image: { height: SIDE, width: SIDE, channels: CHANNELS },
  classes,
  standardisations: standardisations(bytesOf(halves.train), SIDE, CHANNELS),
  train: split('train'),
  test: split('test'),
});
