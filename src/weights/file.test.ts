/** What a reader brings as weights: which files are taken for what, what is refused, and what names them. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../formats/errors';
import { readSafetensors, writeSafetensors } from '../formats/safetensors';
import { fileOf } from '../testing/torchvision';
import { conversionOf, nameOf, readWeightsFile } from './file';
import { hashOfWeights, WEIGHTS_LIMITS } from './kept';
import { weightsKind } from './kind';

const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.codePointAt(0) ?? 0);

const TENSORS = new Map([
  ['conv1.weight', { shape: [2, 1, 3, 3], values: Float32Array.from({ length: 18 }, (_, i) => i / 8) }],
  ['fc.bias', { shape: [3], values: Float32Array.of(1, -2, 0.5) }],
]);
const FILE = writeSafetensors(TENSORS);

/** What a file is refused with. */
function refusal(bytes: Uint8Array, name: string): Pick<FormatError, 'code' | 'detail'> {
  try {
    readWeightsFile(bytes, name);
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

/** Whether a file is taken, or the name of what is thrown. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    readWeightsFile(bytes, 'a.safetensors');
    return 'taken';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

describe('kinds of files', () => {
  // As torch.save begins them: a stored entry NAME/data.pkl in a zip; before 1.6 the protocol of pickle.
  const zip = bytesOf(`PK\u0003\u0004${'\0'.repeat(26)}resnet18/data.pkl`);
  it.each([
    ['safetensors, whatever they are called', FILE.subarray(0, 512), 'weights', 'safetensors'],
    ['safetensors that are cut off, by their name', FILE.subarray(0, 4), 'a.safetensors', 'safetensors'],
    ['a checkpoint', zip, 'resnet18.pth', 'pickle'],
    ['a checkpoint, whatever it is called', zip, 'resnet18.zip', 'pickle'],
    ['a checkpoint of old', Uint8Array.of(0x80, 2, 0x8a, 0x0a), 'model_best', 'pickle'],
    ['a zip of images', bytesOf(`PK\u0003\u0004${'\0'.repeat(26)}cats/1.png`), 'pets.zip', null],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), 'a.png', null],
    ['nothing', new Uint8Array(0), 'a.txt', null],
  ])('%s', (_, first, name, kind) => {
    expect(weightsKind(first, name)).toBe(kind);
  });

  it('a pickle is refused, and never run', () => {
    expect(refusal(zip, 'resnet18.pth')).toMatchObject({ code: 'unsupported', detail: { found: 'pickle' } });
    expect(conversionOf('my "net".pth')).toEqual([
      'import torch, safetensors.torch',
      'safetensors.torch.save_file(torch.load("my \\"net\\".pth", map_location="cpu", weights_only=True), "my \\"net\\".safetensors")',
    ]);
  });
});

describe('files that are refused', () => {
  it.each([
    ['another kind', bytesOf('hello'), 'a.txt', 'not-that'],
    ['cut off', FILE.subarray(0, FILE.length - 1), 'a.safetensors', 'truncated'],
    ['nearly empty', FILE.subarray(0, 3), 'a.safetensors', 'truncated'],
    ['too large', { length: WEIGHTS_LIMITS.bytes + 1 } as Uint8Array, 'a.safetensors', 'too-large'],
  ])('%s', (_, bytes, name, code) => {
    expect(refusal(bytes, name).code).toBe(code);
  });

  it('of too many tensors', () => {
    const many = Array.from(
      { length: WEIGHTS_LIMITS.tensors + 1 },
      (_, i) => [`${i}`, { shape: [0], values: new Float32Array(0) }] as const,
    );
    expect(refusal(writeSafetensors(new Map(many)), 'a.safetensors')).toMatchObject({
      code: 'too-large',
      detail: { at: 'tensors' },
    });
  });

  it('of any bytes, and of a good file with some of its bytes changed, nothing worse is said', () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: FILE.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 600 }), changes), (given) => {
        const bytes = given instanceof Uint8Array ? given : FILE.slice();
        if (!(given instanceof Uint8Array)) for (const [at, byte] of given) bytes[at] = byte;
        expect(outcomeOf(bytes)).toMatch(/^(?:taken|FormatError)$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what names weights', () => {
  it.each([
    ['resnet18.a1_in1k.safetensors', 'resnet18.a1_in1k'],
    ['C:\\nets\\mine.safetensors', 'mine'],
    ['.safetensors', 'weights'],
    [`${'n'.repeat(60)}.safetensors`, 'n'.repeat(40)],
    ['a\u202eb.safetensors', 'ab'],
  ])('a file %s', (file, name) => {
    expect(nameOf(file)).toBe(name);
  });

  it('their hash is that of their numbers, in whatever order, beside whatever counts', async () => {
    const hash = await hashOfWeights(readSafetensors(FILE));
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    const reversed = writeSafetensors(new Map([...TENSORS].toReversed()), { format: 'pt' });
    expect(await hashOfWeights(readSafetensors(reversed))).toBe(hash);
    const read = readSafetensors(FILE);
    const counted = new Map([...read.tensors, ...fileOf(new Map([['bn1.num_batches_tracked', []]])).tensors]);
    expect(await hashOfWeights({ ...read, tensors: counted })).toBe(hash);
  });

  it('numbers that float32 holds exactly are the same in any type; others are not', async () => {
    const hash = await hashOfWeights(readSafetensors(FILE));
    const doubles = new Map(
      [...TENSORS].map(([name, { shape, values }]) => [
        name,
        { dtype: 'F64', shape, bytes: new Uint8Array(Float64Array.from(values).buffer) },
      ]),
    );
    expect(await hashOfWeights({ tensors: doubles, metadata: {} })).toBe(hash);
    const changed = new Map([...TENSORS, ['fc.bias', { shape: [3], values: Float32Array.of(1, -2, 0.25) }]]);
    expect(await hashOfWeights(readSafetensors(writeSafetensors(changed)))).not.toBe(hash);
    const renamed = new Map([...TENSORS].map(([name, tensor]) => [`x.${name}`, tensor]));
    expect(await hashOfWeights(readSafetensors(writeSafetensors(renamed)))).not.toBe(hash);
  });
});
