/** Stories of gradients, by figures of the regimes as README.md and the claims give them. */
import { describe, expect, test } from 'vitest';
import { ends, facts, lane, LATER, told } from '../../testing/story';
import type { StoryFacts } from './facts';
import { storyOf, type Story } from './story';

/** The default experiment at step 0. */
const START = [lane('residual', { newest: ends(6.25, 0.388) }), lane('plain', { newest: ends(756, 0.217) })];

describe('gradients', () => {
  test('batch norm, depth 56, at step 0: they explode', () => {
    expect(told(facts(START, { measured: 0 }))).toEqual([
      'exploded',
      'Plain’s gradient explodes at the start: its first convolution gets 756× the last one’s, residual’s 6.3×.',
    ]);
    expect(told(facts(START, { measured: 1 }))[1]).toContain('explodes towards the input');
  });

  test('… later: the input starves', () => {
    expect(told(facts(LATER))).toEqual([
      'starved',
      'Plain exploded at the start (756×); now its first convolution starves: 0.068× the last one’s gradient, residual’s 1.2×.',
    ]);
    const [one, other] = LATER;
    expect(told(facts([one!, { ...other!, start: ends(3) }]))[1]).toBe(
      'Plain’s first convolution starves: it gets 0.068× the last one’s gradient, residual’s 1.2×.',
    );
  });

  test('batch norm, depth 20, at step 0: they are even', () => {
    const even = [lane('residual', { newest: ends(1.45) }), lane('plain', { newest: ends(2.41) })];
    expect(told(facts(even, { measured: 0 }))).toEqual([
      'even',
      'Plain’s first convolution gets 2.4× the last one’s gradient, residual’s 1.4×.',
    ]);
  });

  test('sigmoids: they vanish, in the plain network the most', () => {
    const lanes = [
      lane('residual', { newest: ends(3.02e-7), hasNorm: false }),
      lane('plain', { newest: ends(6.03e-14), hasNorm: false }),
    ];
    expect(told(facts(lanes, { measured: 0 }))).toEqual([
      'vanished',
      'Gradients vanish: plain’s first convolution gets 6.0×10⁻¹⁴ of the last one’s, residual’s 3.0×10⁻⁷.',
    ]);
  });

  test.each([
    ['0', { first: 0, last: 0.16 }],
    ['0/0', { first: 0, last: 0 }],
  ])('nothing arrives: %s', (_, newest) => {
    expect(told(facts([lane('plain', { newest })], { measured: 0 }))).toEqual([
      'vanished',
      'No gradient at all reaches plain’s first convolution.',
    ]);
  });

  test('below the least normal number it is said in powers of ten, not as nothing', () => {
    const [kind, words] = told(facts([lane('plain', { newest: { first: 1e-40, last: 0.16 } })]));
    expect(kind).toBe('vanished');
    expect(words).toContain('6.2×10⁻⁴⁰ of the last one’s');
  });

  test('no norm, ReLU: activations explode where skips are on', () => {
    const lanes = [
      lane('residual', { newest: { first: 2390, last: 12_100 }, hasNorm: false }),
      lane('plain', { newest: { first: 4.76e-4, last: 5.49e-4 }, hasNorm: false }),
    ];
    expect(told(facts(lanes, { measured: 0 }))).toEqual([
      'activations',
      'Residual explodes: without a norm its skips add up, and the last convolution’s gradient is 12100, plain’s 5.49×10⁻⁴.',
    ]);
    // With a norm, or without skips, as large a gradient has other reasons.
    const normed = lanes.map((one) => ({ ...one, hasNorm: true }));
    expect(told(facts(normed, { measured: 0 }))[0]).not.toBe('activations');
    const plain = lanes.map((one) => ({ ...one, skips: { on: 0, count: 27 } }));
    expect(told(facts(plain, { measured: 0 }))[0]).not.toBe('activations');
  });

  test('tanh, depth 56, at step 0: hardly any signal', () => {
    const lanes = [
      lane('residual', { newest: { first: 0.223, last: 0.124 }, hasNorm: false }),
      lane('plain', { newest: { first: 0.0013, last: 0.00203 }, hasNorm: false }),
    ];
    expect(told(facts(lanes, { measured: 0 }))).toEqual([
      'faint',
      'Hardly any signal passes plain: its first convolution’s gradient is 0.00130, residual’s 0.223.',
    ]);
  });

  test('one batch alone does not explode or starve a network', () => {
    // The residual network of depth 56 in its step 3, after 6.2, 7.4 and 6.1.
    const lanes = [
      lane('residual', { newest: ends(12.2), typical: 7.7 }),
      lane('plain', { newest: ends(8.3) }),
    ];
    expect(told(facts(lanes, { measured: 3 }))[0]).toBe('even');
    expect(told(facts([lane('plain', { newest: ends(0.05), typical: 0.2 })], { measured: 3 }))[0]).toBe(
      'even',
    );
    expect(told(facts([lane('plain', { newest: ends(0.2), typical: 0.05 })], { measured: 3 }))[0]).toBe(
      'even',
    );
  });

  test('what was far is told until it is clearly nearer', () => {
    const at = (ratio: number): StoryFacts =>
      facts([
        lane('residual', { newest: ends(1), loss: 1 }),
        lane('plain', { newest: ends(ratio), loss: 2 }),
      ]);
    expect(told(at(0.2))[0]).toBe('ahead');
    const [starved, exploded] = [0.05, 20].map((ratio) => storyOf(at(ratio))) as [Story, Story];
    expect(told(at(0.2), starved)[0]).toBe('starved');
    expect(told(at(0.35), starved)[0]).toBe('ahead');
    expect(told(at(5))[0]).toBe('ahead');
    expect(told(at(5), exploded)[0]).toBe('exploded');
  });

  test('… of the network that was far alone', () => {
    const at = (residual: number, plain: number): StoryFacts =>
      facts([lane('residual', { newest: ends(residual) }), lane('plain', { newest: ends(plain) })], {
        measured: 5,
      });
    const plain = storyOf(at(6, 40));
    // The default experiment in its steps 5 and 6.
    expect(told(at(9.3, 2.9), plain)[0]).toBe('even');
    expect(told(at(9.3, 4), plain)[1]).toMatch(/^Plain’s gradient explodes.*4\.0×/);
    expect(told(at(5, 9.8), storyOf(at(9.3, 2.9), plain))[0]).toBe('even');
  });

  test('one dead batch alone is told as that, and changes nothing', () => {
    const one = lane('plain', { newest: { first: 0, last: 0 }, typical: 0.4, ratios: [0.4, 0.3, 0] });
    expect(told(facts([one, lane('residual', { newest: ends(0.9) })], { measured: 9 }))).toEqual([
      'even',
      'At step 9 no gradient reaches plain’s first convolution; residual’s gets 0.90× of its last one’s.',
    ]);
    expect(told(facts([{ ...one, ratios: [0, 0, 0] }], { measured: 9 }))[0]).toBe('vanished');
    const alive = { ...one, newest: ends(0.3), ratios: [0, 0, 0.3] };
    expect(told(facts([alive], { measured: 9 }))[0]).toBe('even');
  });

  test('of a network beside it that is as dead', () => {
    const none = { newest: { first: 0, last: 0 } };
    expect(told(facts([lane('residual', none), lane('plain', none)]))[1]).toBe(
      'No gradient at all reaches residual’s first convolution, nor plain’s.',
    );
    const lanes = [lane('residual', { newest: ends(1e-8) }), lane('plain', { ...none, ratios: [1, 1, 0] })];
    expect(told(facts(lanes))[1]).toBe(
      'Gradients vanish: residual’s first convolution gets 1.0×10⁻⁸ of the last one’s, plain’s none.',
    );
  });

  test('no norm, skips on: a loss far above chance at the start', () => {
    const residual = lane('residual', {
      newest: { first: 6.6, last: 32 },
      startLoss: 9.3,
      recent: 9.3,
      hasNorm: false,
    });
    const plain = lane('plain', { newest: { first: 0.0149, last: 0.06 }, hasNorm: false });
    expect(told(facts([residual, plain], { measured: 0 }))).toEqual([
      'activations',
      'Residual’s activations blow up: loss 9.3 at the start, chance is 2.3.',
    ]);
    // Lower, it takes gradients far above those of one without skips.
    const lower = { ...residual, startLoss: 4, recent: 4 };
    expect(told(facts([lower, plain], { measured: 0 }))[0]).toBe('activations');
    const like = { ...plain, newest: ends(1, 10), start: ends(1, 10) };
    expect(told(facts([lower, like], { measured: 0 }))[0]).not.toBe('activations');
    // Until it has fallen.
    expect(told(facts([{ ...residual, loss: 3, recent: 2.4 }, plain]))[0]).not.toBe('activations');
  });
});
