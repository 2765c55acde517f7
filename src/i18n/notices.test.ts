import { describe, expect, it } from 'vitest';
import { INPUT_SIZES } from '../config/data-sets';
import { decode } from '../config/codec/url';
import { english } from './messages';

const { notices } = english;

/** The sentences for the repairs of a link. */
function told(link: string): readonly string[] {
  return decode(link).repairs.map(notices.repair);
}

describe('notices', () => {
  it.each([
    ['lr=99', '“lr=99” (learning rate) is out of range (0.00001 to 10): used 10.'],
    ['kernels=4,3,3', '“kernels=4,3,3” (kernels of the stages) is out of range (3, 5): used 3,3,3.'],
    ['rate=5:99', '“rate=5:99” (recorded learning rate) is out of range (rate 0.00001 to 10): used 5:10.'],
    ['rate=9:0.1;5:0.2', 'The recorded learning rates were not in the order of their steps: sorted.'],
    ['lr=', '“lr” (learning rate) has no value: used 0.02.'],
    ['batch=many', '“batch=many” (batch size) cannot be read: used 32.'],
    ['momentum=2', '“momentum=2” is out of range (0 to 0.999): used 0.999.'],
    ['batch=2.5', '“batch=2.5” (batch size) must be a whole number: used 3.'],
    ['input=15', `“input=15” (input size) is not known here (${INPUT_SIZES.join(', ')}): used 14.`],
    ['set=emoji&input=28', '“input=28” (input size) is not a size of this data set: used 32.'],
    ['input=16', '“input=16” (input size) is not a size of this data set: used 14.'],
    ['color=red', '“color=red” is not a setting of this page: left out.'],
    ['toString', '“toString” is not a setting of this page: left out.'],
    [
      'skip.gated=1',
      '“skip.gated=1” (skip gains of gated) is about a network, or a setting of one, that this experiment does not have: left out.',
    ],
    ['skip.plain=0x26,7', '“skip.plain=0x26,7” (skip gains of plain) is out of range (0 to 1): used 0x26,1.'],
    [
      'switch=5:plain:90:1',
      '“switch=5:plain:90:1” (recorded switch) is out of range (block 0 to 26): left out.',
    ],
    [
      'switch=5:plain:all:7',
      '“switch=5:plain:all:7” (recorded switch) is out of range (gain 0 to 1): used 5:plain:all:1.',
    ],
    [
      'switch=0:plain:all:1',
      '“switch=0:plain:all:1” (recorded switch) is out of range (step 1 to 10000000): left out.',
    ],
    ['rate=0:0.1', '“rate=0:0.1” (recorded learning rate) is out of range (step 1 to 10000000): left out.'],
    [
      'override=27:kernel5',
      '“override=27:kernel5” (settings of single blocks) is out of range (block 0 to 26): left out.',
    ],
    [
      'override=1:width2',
      '“override=1:width2” (settings of single blocks) is out of range (width 4 to 512): used 1:width4.',
    ],
    [
      'net.deep.blocks=2',
      '“net.deep.blocks=2” (blocks per stage, deep) is about a network, or a setting of one, that this experiment does not have: left out.',
    ],
    [
      'net.plain.norm=weight',
      '“net.plain.norm=weight” (normalisation, plain) is not known here (batch, group, layer, none): used batch.',
    ],
    ['net.plain.wings=2', '“net.plain.wings=2” is not a setting of this page: left out.'],
    [
      'colour.residual=1&colour.plain=1',
      '“colour.plain=1” (colour of plain) is the colour of another network already: left out.',
    ],
    [
      'label.plain=deep+:3c;net:3e;+with+many+more+words',
      '“label.plain=deep+:3c;net:3e;+with+many+more+words” (name of plain) is longer than 24 characters: used deep <net> with many mor.',
    ],
    [
      `weights.plain=0123456789abcdef:${'a+'.repeat(21)}`,
      `“weights.plain=0123456789abcdef:${'a+'.repeat(11)}…” (weights of plain) is longer than 40 characters: used 0123456789abcdef:${'a '.repeat(11)}….`,
    ],
    ['lr=1&lr=2', '“lr=2” (learning rate) is given more than once: used 1.'],
  ])('of %s', (text, sentence) => {
    expect(told(`#v=1&${text}`)).toStrictEqual([sentence]);
  });

  it.each([
    ['#v=9', 'This link is of version 9, newer than this page: read as version 1.'],
    ['#v=x', '“v=x” is not a version: read as version 1.'],
    [`#${'x'.repeat(140_000)}`, 'The link is 140,000 characters long: only the first 131,072 were read.'],
  ])('of %.8s', (link, sentence) => {
    expect(told(link)).toStrictEqual([sentence]);
  });
});
