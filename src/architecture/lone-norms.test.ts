/** Counts values per statistic by hand, and looks for norms that see one wherever a network can have such. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experiments } from '../testing/arbitrary';
import { withDepth } from '../config/edit/edit';
import type { ExperimentConfig } from '../config/schema';
import { decode, encode } from '../config/codec/url';
import { loneNorms, valuesPerStatistic, withoutLoneNorms } from './lone-norms';
import { planLanes } from './plan-experiment';

function of(link: string): ExperimentConfig {
  const { config, repairs } = decode(link);
  expect(repairs).toEqual([]);
  return config;
}

const found = (link: string): string[] => loneNorms(of(link)).map(({ lane, norm }) => `${lane} ${norm.name}`);

/** Fashion-MNIST at 14×14: five stages have 14, 7, 4, 2 and 1 rows. */
const DEEP = '#v=1&blocks=1,1,1,1,1';

describe('values per statistic', () => {
  const norm = (groups: number | null, side: number, channels = 12) => ({
    name: 'bn',
    shape: { height: side, width: side, channels },
    groups,
    start: 1,
  });
  it.each([
    ['batch norm, one image, one position', norm(null, 1), 1, 1],
    ['batch norm, two images', norm(null, 1), 2, 2],
    ['batch norm, one image of 7×7', norm(null, 7), 1, 49],
    ['group norm of single channels', norm(12, 1), 16, 1],
    ['group norm of pairs', norm(6, 1), 16, 2],
    ['group norm of single channels at 2×2', norm(12, 2), 16, 4],
    ['layer norm', norm(1, 1), 16, 12],
    ['layer norm of a single channel', norm(1, 1, 1), 16, 1],
  ])('%s', (_, plan, batch, values) => {
    expect(valuesPerStatistic(plan, batch)).toBe(values);
    // The same, one value after the other: those of image 0 and channel 0 share a statistic with these.
    const { height, width, channels } = plan.shape;
    const perGroup = plan.groups === null ? 1 : channels / plan.groups;
    let count = 0;
    for (let image = 0; image < batch; image++)
      for (let position = 0; position < height * width; position++)
        for (let channel = 0; channel < channels; channel++)
          if (Math.floor(channel / perGroup) === 0 && (plan.groups === null || image === 0)) count++;
    expect(count).toBe(values);
  });
});

describe('norms of a single value', () => {
  const stage5 = ['bn1', 'bn2', 'downsample.1'].map((name) => `layer5.0.${name}`);
  it.each([
    ['batches of one image', `${DEEP}&batch=1&lanes=residual`, stage5.map((name) => `residual ${name}`)],
    ['batches of two', `${DEEP}&batch=2`, []],
    ['one stage fewer', '#v=1&blocks=1,1,1,1&batch=1', []],
    [
      'as many groups as channels',
      `${DEEP}&widths=8,8,8,8,8&norm=group&norm.groups=8&batch=16&lanes=plain`,
      stage5.map((name) => `plain ${name}`),
    ],
    [
      'groups cut to the channels of a single block',
      `${DEEP}&norm=group&norm.groups=64&lanes=plain&override=4:width8`,
      stage5.map((name) => `plain ${name}`),
    ],
    ['layer norm', `${DEEP}&norm=layer&batch=1`, []],
    [
      'bottlenecks, whose first convolution still has four positions',
      `${DEEP}&block=bottleneck&batch=1&lanes=plain`,
      ['plain layer5.0.bn2', 'plain layer5.0.bn3', 'plain layer5.0.downsample.1'],
    ],
    [
      'the norm behind the last pre-activation block',
      `${DEEP}&order=pre-activation&batch=1&lanes=plain`,
      ['plain layer5.0.bn2', 'plain bn_last'],
    ],
    [
      'a single block of stride 2',
      '#v=1&blocks=1,1,1,2&override=4:stride2&batch=1&lanes=plain',
      ['bn1', 'bn2', 'downsample.1'].map((name) => `plain layer4.1.${name}`),
    ],
    [
      'the network of a lane',
      `#v=1&blocks=1,1,1&batch=1&lanes=residual,deep&net.deep=own&net.deep.blocks=1,1,1,1,1`,
      stage5.map((name) => `deep ${name}`),
    ],
    [
      'a classic network, whose last two stages have one position',
      '#v=1&blocks=1,1,1&batch=1&lanes=residual,vgg&net.vgg=vgg&net.vgg.norm=batch',
      ['16', '19', '23', '26'].map((module) => `vgg features.${module}`),
    ],
  ])('%s', (_, link, expected) => {
    expect(found(link)).toEqual(expected);
  });

  it('come with another depth of a network that has none', () => {
    const config = of('#v=1&blocks=0,0,0,0,0&batch=1&lanes=plain');
    expect(loneNorms(config)).toEqual([]);
    expect(loneNorms(withDepth(config, 12)).map(({ norm }) => norm.name)).toEqual(stage5);
  });
});

describe('the nearest setting that works', () => {
  it.each([
    ['batches of two', `${DEEP}&batch=1`, `${DEEP}&batch=2`],
    [
      'as many groups as leave two channels each',
      `${DEEP}&widths=8,8,8,8,8&norm=group&norm.groups=8&batch=16`,
      `${DEEP}&widths=8,8,8,8,8&norm=group&batch=16`,
    ],
    [
      'fewer groups in the network of a lane alone',
      '#v=1&blocks=1,1,1&norm=group&norm.groups=12&lanes=residual,deep&net.deep=own&net.deep.blocks=1,1,1,1,1&net.deep.widths=12,12,12,12,12',
      '#v=1&blocks=1,1,1&norm=group&norm.groups=12&lanes=residual,deep&net.deep=own&net.deep.blocks=1,1,1,1,1&net.deep.widths=12,12,12,12,12&net.deep.norm.groups=6',
    ],
    [
      'both',
      `${DEEP}&batch=1&lanes=residual,deep&net.deep=own&net.deep.norm=group&net.deep.norm.groups=8&net.deep.widths=8,8,8,8,8`,
      `${DEEP}&batch=2&lanes=residual,deep&net.deep=own&net.deep.norm=group&net.deep.norm.groups=4&net.deep.widths=8,8,8,8,8`,
    ],
  ])('%s', (_, link, expected) => {
    const mended = withoutLoneNorms(of(link));
    expect(mended && encode(mended)).toBe(encode(of(expected)));
  });

  it('is layer norm where a browser cannot bear two images', () => {
    // Nine convolutions of 32×32×25×512×512 multiply-adds, and a last block of one position.
    const link =
      '#v=1&set=emoji&input=32&widths=512,64,64,64,64&kernels=5,3,3,3,3&blocks=5,1,1,1,2&override=9:stride2&lanes=plain&batch=1';
    const mended = withoutLoneNorms(of(link));
    expect(mended && encode(mended)).toBe(encode(of(`${link}&norm=layer`)));
  });

  it('leaves no norm of a single value in any experiment', () => {
    fc.assert(
      fc.property(experiments, fc.constantFrom(1, 2, 32), (config, batchSize) => {
        const given = { ...config, batchSize };
        const lone = loneNorms(given);
        const counted = planLanes(given).flatMap(({ norms }) =>
          norms.filter((norm) => valuesPerStatistic(norm, batchSize) < 2),
        );
        expect(lone.map(({ norm }) => norm)).toEqual(counted);
        const mended = lone.length === 0 ? null : withoutLoneNorms(given);
        expect(mended === null ? [] : loneNorms(mended)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
