/**
 * The manifest beside a bundled data set: what it is, whose it is, and what its files hold. A fetched one is believed
 * only after every field that is used has been looked at.
 */
import { DataError } from './download';

/** One gzipped file of raw bytes. */
export interface DataFile {
  /** Name, beside the manifest. */
  readonly file: string;
  /** Length when unpacked. */
  readonly bytes: number;
  /** Length as stored. */
  readonly packedBytes: number;
  /** Of the unpacked bytes, in lower-case hexadecimal. */
  readonly sha256: string;
}

/** For images of one size: mean and deviation per channel, of pixels from 0 to 1. */
export interface Standardisation {
  /** Side in pixels. */
  readonly size: number;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** What is in a file from an offset on; without one it is all that is in it. */
export interface DataPart extends DataFile {
  readonly offset?: number;
}

export interface DataSplit {
  readonly count: number;
  /** [count, height, width, channels] of unsigned bytes. */
  readonly images: DataPart;
  /** [count] of unsigned bytes. */
  readonly labels: DataPart;
}

export interface Licence {
  readonly name: string;
  /** Whose work it is, and which. */
  readonly copyright: string;
  /** Its text, beside the manifest; without it `address` says where that can be read. */
  readonly file?: string;
  readonly address?: string;
}

export interface DataManifest {
  readonly format: 1;
  readonly title: string;
  readonly source: string;
  /** Of all works that the images and labels are made from. */
  readonly licences: readonly Licence[];
  readonly citation: string;
  readonly image: { readonly height: number; readonly width: number; readonly channels: number };
  readonly classes: readonly string[];
  readonly standardisations: readonly Standardisation[];
  readonly train: DataSplit;
  readonly test: DataSplit;
  /** SHA-256 of all the rest: see `sealed`. */
  readonly seal: string;
}

type Fields = Readonly<Record<string, unknown>>;
/** Reads one value, or throws a DataError that names where it stands. */
type Reader<T> = (value: unknown, where: string) => T;

function refuse(where: string, expected: string): never {
  throw new DataError('format', `The manifest's ${where} is not ${expected}.`);
}

const fields: Reader<Fields> = (value, where) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : refuse(where, 'an object');

const text: Reader<string> = (value, where) =>
  typeof value === 'string' && value !== '' ? value : refuse(where, 'a text');

const whole: Reader<number> = (value, where) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2 ** 31
    ? value
    : refuse(where, 'a whole number');

const count: Reader<number> = (value, where) =>
  whole(value, where) > 0 ? whole(value, where) : refuse(where, 'a positive integer');

const finite: Reader<number> = (value, where) =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse(where, 'a number');

const positive: Reader<number> = (value, where) =>
  finite(value, where) > 0 ? finite(value, where) : refuse(where, 'a positive number');

function matching(pattern: RegExp, expected: string): Reader<string> {
  return (value, where) =>
    typeof value === 'string' && pattern.test(value) ? value : refuse(where, expected);
}

function listOf<T>(item: Reader<T>): Reader<T[]> {
  return (value, where) =>
    Array.isArray(value) && value.length > 0
      ? value.map((entry: unknown, i) => item(entry, `${where}[${i}]`))
      : refuse(where, 'a list');
}

/** A plain name: a manifest must not lead to another folder or host. */
const fileName = matching(/^[a-z0-9][a-z0-9.-]*$/i, 'a plain file name');

const hash = matching(/^[0-9a-f]{64}$/, 'a SHA-256');

const readLicence: Reader<Licence> = (value, where) => {
  const licence = fields(value, where);
  return {
    name: text(licence['name'], `${where}.name`),
    copyright: text(licence['copyright'], `${where}.copyright`),
    ...(licence['address'] === undefined
      ? { file: fileName(licence['file'], `${where}.file`) }
      : { address: matching(/^https:\/\/\S+$/, 'an address')(licence['address'], `${where}.address`) }),
  };
};

function readPart(value: unknown, where: string, length: number): DataPart {
  const part = fields(value, where);
  const offset = part['offset'] === undefined ? undefined : whole(part['offset'], `${where}.offset`);
  const bytes = count(part['bytes'], `${where}.bytes`);
  if (offset === undefined ? bytes !== length : bytes < offset + length)
    refuse(`${where}.bytes`, `${(offset ?? 0) + length}`);
  return {
    file: fileName(part['file'], `${where}.file`),
    bytes,
    packedBytes: count(part['packedBytes'], `${where}.packedBytes`),
    sha256: hash(part['sha256'], `${where}.sha256`),
    ...(offset === undefined ? {} : { offset }),
  };
}

function readSplit(value: unknown, where: string, pixels: number): DataSplit {
  const split = fields(value, where);
  const images = count(split['count'], `${where}.count`);
  return {
    count: images,
    images: readPart(split['images'], `${where}.images`, images * pixels),
    labels: readPart(split['labels'], `${where}.labels`, images),
  };
}

/**
 * The manifest in a parsed JSON value.
 * @throws DataError `format`, naming the first field that does not hold.
 */
export function readManifest(json: unknown): DataManifest {
  const manifest = fields(json, 'top level');
  if (manifest['format'] !== 1) refuse('format', '1');
  const shape = fields(manifest['image'], 'image');
  const image = {
    height: count(shape['height'], 'image.height'),
    width: count(shape['width'], 'image.width'),
    channels: count(shape['channels'], 'image.channels'),
  };
  const perChannel = (item: Reader<number>): Reader<number[]> => {
    return (value, where) => {
      const values = listOf(item)(value, where);
      return values.length === image.channels ? values : refuse(where, `${image.channels} numbers`);
    };
  };
  const standardisation: Reader<Standardisation> = (value, where) => {
    const entry = fields(value, where);
    return {
      size: count(entry['size'], `${where}.size`),
      mean: perChannel(finite)(entry['mean'], `${where}.mean`),
      deviation: perChannel(positive)(entry['deviation'], `${where}.deviation`),
    };
  };
  const pixels = image.height * image.width * image.channels;
  return {
    format: 1,
    title: text(manifest['title'], 'title'),
    source: text(manifest['source'], 'source'),
    licences: listOf(readLicence)(manifest['licences'], 'licences'),
    citation: text(manifest['citation'], 'citation'),
    image,
    classes: listOf(text)(manifest['classes'], 'classes'),
    standardisations: listOf(standardisation)(manifest['standardisations'], 'standardisations'),
    train: readSplit(manifest['train'], 'train', pixels),
    test: readSplit(manifest['test'], 'test', pixels),
    seal: hash(manifest['seal'], 'seal'),
  };
}
