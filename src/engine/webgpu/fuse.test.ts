/** What a recorded step is fused into, on steps laid out by hand. That it computes the same is tested in the browser. */
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { NOTHING_ADDED } from '../../ops/webgpu/addend';
import { ACTIVATION_PASS } from '../../ops/webgpu/norm/apply';
import { BATCH_SUMS } from '../../ops/webgpu/norm/batch';
import { BATCH_GRADIENT, GAINED } from '../../ops/webgpu/norm/gradient';
import { PRODUCT } from '../../ops/webgpu/product';
import { activationCode } from '../../ops/webgpu/wgsl';
import { GpuDouble } from '../../testing/gpu-double';
import { fuse } from './fuse';
import { Slot, type Recorded, type Resource } from './recorded';

const LINEAR = activationCode('linear');
const RELU = activationCode('relu');

const gpu = new GpuDouble();
beforeAll(() => gpu.use());
afterAll(() => gpu.leave());

/** No two are of one size: a comparison tells them apart. */
let count = 0;
const slot = (): Slot => new Slot(4 * ++count);
const placed = (): Slot => {
  const result = slot();
  result.place = { buffer: {} as GPUBuffer };
  return result;
};

const [zero, one, gain, weights] = [placed(), placed(), placed(), placed()];
const fused = (steps: readonly Recorded[]): Recorded[] => fuse(steps, { zero, one });

function step(
  name: string,
  output: Resource,
  inputs: Readonly<Record<string, Resource>>,
  uniforms: Readonly<Record<string, number>>,
): Recorded {
  return {
    key: name,
    kernel: {
      name,
      inputs: Object.keys(inputs).map((each) => ({
        name: each,
        tensor: { dataId: {}, shape: [16], dtype: 'float32' },
      })),
      output: { shape: [16] },
      uniforms,
      threads: 16,
      code: () => '',
    },
    pipeline: {} as GPUComputePipeline,
    workgroups: [1, 1, 1],
    bindings: [output, ...Object.values(inputs)],
    uniforms: () => new ArrayBuffer(0),
  };
}

const convolution = (output: Resource, x: Resource): Recorded =>
  step(
    'conv',
    output,
    { x, weights, addedDy: weights, addedSaved: weights, addedGain: one },
    { added: NOTHING_ADDED },
  );
const gained = (output: Resource, dy: Resource, saved: Resource): Recorded =>
  step(
    GAINED,
    output,
    { dy, saved, gain, addedDy: dy, addedSaved: dy, addedGain: one },
    { activation: RELU, added: NOTHING_ADDED },
  );
const sum = (output: Resource, a: Resource, b: Resource, times: Resource = one): Recorded =>
  step(
    GAINED,
    output,
    { dy: a, saved: a, gain: one, addedDy: b, addedSaved: b, addedGain: times },
    { activation: LINEAR, added: LINEAR },
  );

/** Names, outputs and what is added. */
const shapeOf = (steps: readonly Recorded[]) =>
  steps.map(({ kernel, bindings }) => {
    const at = kernel?.inputs.findIndex(({ name }) => name === 'addedDy') ?? -1;
    return {
      name: kernel?.name,
      output: bindings[0],
      added: kernel?.uniforms['added'],
      addend: at < 0 ? undefined : bindings.slice(1 + at, 4 + at),
    };
  });

describe('a sum', () => {
  it('rides with what makes one of its terms, whichever that is', () => {
    const [x, term, other, total] = [placed(), slot(), placed(), placed()];
    const expected = [{ name: 'conv', output: total, added: LINEAR, addend: [other, other, one] }];
    expect(shapeOf(fused([convolution(term, x), sum(total, term, other)]))).toEqual(expected);
    expect(shapeOf(fused([convolution(term, x), sum(total, other, term)]))).toEqual(expected);
  });

  it('takes the gradient of a shortcut along as its own parts, and another gain as it is', () => {
    const [x, dy, saved, term, flow, total] = [placed(), placed(), placed(), slot(), slot(), placed()];
    const parts = fused([gained(flow, dy, saved), convolution(term, x), sum(total, flow, term)]);
    expect(shapeOf(parts)).toEqual([{ name: 'conv', output: total, added: RELU, addend: [dy, saved, gain] }]);
    const times = fused([convolution(term, x), sum(total, term, dy, gain)]);
    expect(shapeOf(times)).toEqual([{ name: 'conv', output: total, added: LINEAR, addend: [dy, dy, gain] }]);
  });

  it('rides with one term only', () => {
    const [x, a, b, c, total, all] = [placed(), slot(), slot(), slot(), slot(), placed()];
    const steps = [
      convolution(a, x),
      convolution(b, x),
      sum(total, a, b),
      convolution(c, x),
      sum(all, total, c),
    ];
    expect(shapeOf(fused(steps)).map(({ name, output }) => [name, output])).toEqual([
      ['conv', b],
      ['conv', total],
      ['conv', all],
    ]);
  });

  it('stays where a term is read elsewhere, lies in a place of its own, or is multiplied', () => {
    const [x, term, total, more] = [placed(), slot(), placed(), placed()];
    const read = [convolution(term, x), sum(total, term, x), convolution(more, term)];
    expect(fused(read)).toEqual(read);
    const kept = placed();
    const elsewhere = [convolution(kept, x), sum(total, kept, x)];
    expect(fused(elsewhere)).toEqual(elsewhere);
    const multiplied = [convolution(term, x), sum(total, x, term, gain)];
    expect(fused(multiplied)).toEqual(multiplied);
  });

  it('stays where what its term is made of is written in between', () => {
    const [x, term, total] = [placed(), slot(), placed()];
    const steps = [convolution(term, x), convolution(x, weights), sum(total, term, weights)];
    expect(fused(steps)).toEqual(steps);
  });
});

describe('an activation', () => {
  const pass = (output: Resource, x: Resource, times: Resource): Recorded =>
    step(ACTIVATION_PASS, output, { x, shortcut: x, gain: times }, { activation: RELU });

  it('rides with a product that nobody else reads, unless a shortcut is added to what cannot', () => {
    const [x, y, end] = [placed(), slot(), placed()];
    const multiplied = step(PRODUCT, y, { a: x, b: weights }, { activation: LINEAR });
    const [only, ...more] = fused([multiplied, pass(end, y, zero)]);
    expect(more).toEqual([]);
    expect(only?.kernel).toMatchObject({ name: PRODUCT, uniforms: { activation: RELU } });
    expect(only?.bindings[0]).toBe(end);
    const added = [multiplied, pass(end, y, gain)];
    expect(fused(added)).toEqual(added);
  });
});

describe('a norm', () => {
  const backward = (dy: Resource, activation: number): Recorded[] => [
    step(BATCH_SUMS, placed(), { x: weights, dy, saved: weights, gain: one }, { activation }),
    step(BATCH_GRADIENT, placed(), { dy, saved: weights, x: weights }, { activation, added: NOTHING_ADDED }),
  ];

  it('takes the gradient of a shortcut as it comes, if it has no activation of its own', () => {
    const [dy, saved, flow] = [placed(), placed(), slot()];
    const [sums, gradient, ...more] = fused([gained(flow, dy, saved), ...backward(flow, LINEAR)]);
    expect(more).toEqual([]);
    expect(sums?.bindings.slice(1)).toEqual([weights, dy, saved, gain]);
    expect(gradient?.bindings.slice(1)).toEqual([dy, saved, weights]);
    expect([sums, gradient].map((each) => each?.kernel?.uniforms['activation'])).toEqual([RELU, RELU]);
    const activated = [gained(flow, dy, saved), ...backward(flow, RELU)];
    expect(fused(activated)).toEqual(activated);
  });
});
