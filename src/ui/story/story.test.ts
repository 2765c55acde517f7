/** Every kind of story, by figures of the regimes as README.md and the claims give them, and what is said of it. */
import { describe, expect, test } from 'vitest';
import { story as texts } from '../../i18n/en/story';
import type { Ends, LastSwitch, StoryFacts, StoryLane } from './facts';
import { plainText, sentenceOf } from './sentence';
import { effectOf, storyOf, type Story } from './story';

const ends = (ratio: number, last = 0.3): Ends => ({ first: ratio * last, last });

function lane(id: string, part: Partial<StoryLane> = {}): StoryLane {
  return {
    id,
    skips: { on: id === 'residual' ? 27 : 0, count: 27 },
    hasNorm: true,
    loss: Number.NaN,
    recent: part.loss ?? Number.NaN,
    startLoss: Math.LN10,
    start: part.newest ?? null,
    newest: null,
    typical: part.newest ? part.newest.first / part.newest.last : Number.NaN,
    ratios: part.newest ? [part.newest.first === 0 ? 0 : part.newest.first / part.newest.last] : [],
    switched: null,
    diverged: null,
    ...part,
  };
}

function facts(lanes: readonly StoryLane[], part: Partial<StoryFacts> = {}): StoryFacts {
  const { measured = 99 } = part;
  const step = measured === 0 ? 0 : measured + 1;
  return { phase: 'paused', step, measured, lanes, chance: Math.LN10, least: 0, ...part };
}

const NAMES: Readonly<Record<string, string>> = { residual: 'Residual', plain: 'Plain' };

function told(of: StoryFacts, before: Story | null = null): readonly [Story['kind'], string] {
  const story = storyOf(of, before);
  const phrase = sentenceOf(story, of.measured, texts.sentences);
  const words = plainText(
    phrase,
    (id) => id,
    (name) => NAMES[name] ?? name,
  );
  expect(words.split(' ').length).toBeLessThanOrEqual(25);
  return [story.kind, words];
}

const thrown = (part: Partial<LastSwitch> = {}): LastSwitch => ({
  on: 27,
  off: 0,
  step: 100,
  until: 100,
  before: ends(0.25, 0.125),
  lossBefore: 2.16,
  settled: Number.NaN,
  batches: 20,
  ...part,
});

/** The default experiment at step 0, and after 100 steps. */
const START = [lane('residual', { newest: ends(6.25, 0.388) }), lane('plain', { newest: ends(756, 0.217) })];
const LATER = [
  lane('residual', { newest: ends(1.2), loss: 0.851 }),
  lane('plain', { newest: ends(0.0676), start: ends(756), loss: 2.16 }),
];
/** Batch norm at depth 20, whose gradients are even enough. */
const EVEN = [
  lane('residual', { newest: ends(0.868), loss: 0.786 }),
  lane('plain', { newest: ends(0.345), loss: 1.314 }),
];

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

describe('losses', () => {
  test('one learns faster', () => {
    expect(told(facts(EVEN))).toEqual([
      'ahead',
      'Residual learns faster: loss 0.79 after 100 steps, plain’s 1.3.',
    ]);
  });

  test('both alike', () => {
    const lanes = EVEN.map((one, i) => ({ ...one, loss: [0.8, 0.82][i] ?? 0 }));
    expect(told(facts(lanes))).toEqual([
      'alike',
      'Both networks learn alike: losses 0.80 and 0.82 after 100 steps.',
    ]);
  });

  test('one or all at chance', () => {
    const [residual, plain] = EVEN as [StoryLane, StoryLane];
    expect(
      told(
        facts([
          { ...residual, loss: 1.32, recent: 1.32 },
          { ...plain, loss: 2.31, recent: 2.31 },
        ]),
      ),
    ).toEqual(['chance', 'Plain is at chance: loss 2.3 after 100 steps; residual is at 1.3.']);
    expect(
      told(
        facts([
          { ...residual, loss: 2.3, recent: 2.3 },
          { ...plain, loss: 2.31, recent: 2.31 },
        ]),
      ),
    ).toEqual(['chance', 'Both networks are at chance after 100 steps: losses around 2.3.']);
  });

  test('with smoothed labels the least loss is not 0', () => {
    // From 2.30 down to 0.5: at 2.2 only the sixteenth part of the way is behind it.
    const [one] = EVEN as [StoryLane];
    expect(told(facts([{ ...one, loss: 2.2, recent: 2.2 }], { least: 0.5 }))[0]).toBe('alone');
    expect(told(facts([{ ...one, loss: 2.27, recent: 2.27 }], { least: 0.5 }))[0]).toBe('chance');
    // Means of 15 batches at step 20 of the default experiment: one has begun to learn.
    expect(told(facts([{ ...one, loss: 2.19, recent: 2.19 }]))[0]).toBe('alone');
  });

  test('a network alone is compared with chance', () => {
    expect(told(facts(EVEN.slice(0, 1)))).toEqual([
      'alone',
      'Residual learns: loss 0.79 after 100 steps, where chance is 2.3.',
    ]);
  });

  test('of four networks, classic ones among them, the best and the worst', () => {
    const classic = { skips: { on: 0, count: 0 } };
    const lanes = [
      ...EVEN,
      lane('LeNet-5', { ...classic, newest: ends(1.1), loss: 0.6, hasNorm: false }),
      lane('VGG-11', { ...classic, newest: ends(0.8), loss: 1.7 }),
    ];
    expect(told(facts(lanes))).toEqual([
      'ahead',
      'LeNet-5 learns faster: loss 0.60 after 100 steps, VGG-11’s 1.7.',
    ]);
    const alike = lanes.map((one) => ({ ...one, loss: 0.9 }));
    expect(told(facts(alike))[1]).toBe('All 4 networks learn alike: losses around 0.90 after 100 steps.');
  });

  test('a few batches tell nothing of them', () => {
    expect(told(facts(EVEN, { measured: 13 }))[0]).toBe('even');
    expect(told(facts(EVEN, { measured: 14 }))[0]).toBe('ahead');
  });

  test('networks without two convolutions have losses alone', () => {
    const lanes = EVEN.map((one) => ({ ...one, start: null, newest: null }));
    expect(told(facts(lanes))[0]).toBe('ahead');
    expect(told(facts(lanes, { measured: 3 }))).toEqual(['nothing', 'Step 4: nothing is measured yet.']);
  });
});

describe('losses above chance', () => {
  const at = (loss: number, recent: number, startLoss = 2.4): StoryFacts =>
    facts(
      [
        { ...EVEN[0]!, loss: 1.3, recent: 1.2 },
        { ...EVEN[1]!, loss, recent, startLoss },
      ],
      {
        measured: 39,
      },
    );

  test('far above: it blew up, before all that gradients say', () => {
    const worst = lane('plain', { newest: ends(0.075), loss: 380, recent: 492 });
    expect(told(facts([worst], { measured: 39 }))).toEqual([
      'blownUp',
      'Plain’s loss blew up: 492 after 40 steps, chance is 2.3.',
    ]);
    expect(told(at(2.5, 3.56))[1]).toBe(
      'Plain’s loss blew up: 3.6 after 40 steps, chance is 2.3; residual is at 1.2.',
    );
    expect(told(at(4, 2.9))[0]).toBe('blownUp');
  });

  test('not where it began as high and falls, or has come back', () => {
    expect(told(at(6, 5, 9.3))).toEqual([
      'above',
      'Plain is worse than chance (2.3): loss 6.0 after 40 steps; residual is at 1.3.',
    ]);
    expect(told(at(6, 12, 9.3))[0]).toBe('blownUp');
    expect(told(at(4, 2.2))[0]).not.toBe('blownUp');
    expect(told({ ...at(9.3, 9.3, 9.3), measured: 0 })[0]).toBe('even');
  });

  test.each([2.6, 3.1])('a loss of %d is not at chance', (loss) => {
    expect(told(at(loss, loss))[0]).toBe('above');
  });

  test('nor one whose newest batches have left it', () => {
    expect(told(at(2.3, 2.3))[0]).toBe('chance');
    expect(told(at(2.28, 2.09))).toEqual([
      'ahead',
      'Residual learns faster: loss 1.3 after 40 steps, plain’s 2.1.',
    ]);
    expect(told(at(2.3, 2.8))[0]).toBe('above');
  });
});

describe('switches', () => {
  const [residual, plain] = LATER as [StoryLane, StoryLane];
  const after = (change: LastSwitch, loss: number, measured: number): StoryFacts =>
    facts([residual, { ...plain, skips: { on: 27, count: 27 }, loss, switched: change }], { measured });

  test('just thrown: the weights remember', () => {
    expect(told(after(thrown({ batches: 1 }), 2.22, 100))).toEqual([
      'switched',
      'Plain has 27 skips on since step 100. Its weights remember how they were trained: watch the loss.',
    ]);
  });

  test('once there are as many batches as before: what it does to the loss', () => {
    expect(told(after(thrown(), 1.97, 119))).toEqual([
      'effect',
      'Plain’s loss fell from 2.2 to 2.0 in 20 steps, with 27 skips on.',
    ]);
    expect(told(after(thrown({ batches: 15 }), 2.32, 114))[1]).toBe(
      'Plain’s loss rose from 2.2 to 2.3 in 15 steps, with 27 skips on.',
    );
    expect(told(after(thrown({ on: 0, off: 3, batches: 15 }), 2.2, 114))[1]).toBe(
      'Plain’s loss hardly moved in 15 steps with 3 skips off: 2.2, now 2.2. Its weights remember.',
    );
  });

  test('long ago: the story of any run', () => {
    expect(told(after(thrown({ batches: 101 }), 0.9, 200))[0]).toBe('effect');
    expect(told(after(thrown({ batches: 102 }), 0.9, 201))[0]).toBe('starved');
  });

  test('at step 0 it is told by the gradients, until there is a step', () => {
    const change = thrown({ step: 0, until: 0, before: ends(756), lossBefore: Number.NaN, batches: 1 });
    const lanes = [residual, { ...plain, newest: ends(6.25), switched: change }];
    expect(told(facts(lanes, { measured: 0 }))).toEqual([
      'switched',
      'With 27 skips on, plain’s first convolution gets 6.3× the last one’s gradient, before 756×.',
    ]);
    expect(told(facts(lanes, { measured: 50 }))[0]).not.toBe('switched');
    // With a loss before, what it does is told as of any.
    const settled = { ...change, lossBefore: 2.42, batches: 20 };
    const learning = [residual, { ...plain, loss: 1.9, switched: settled }];
    expect(told(facts(learning, { measured: 19 }))).toEqual([
      'effect',
      'Plain’s loss fell from 2.4 to 1.9 in 20 steps, with 27 skips on.',
    ]);
    const stuck = [residual, { ...plain, loss: 2.4, switched: settled }];
    expect(told(facts(stuck, { measured: 19 }))[1]).not.toContain('remember');
    const early = [residual, { ...plain, loss: 1.9, switched: { ...settled, batches: 14 } }];
    expect(told(facts(early, { measured: 13 }))[0]).not.toBe('effect');
  });

  test('the bounds of an effect are those of the claims', () => {
    expect(effectOf(2, 1.9)).toBe('fell');
    expect(effectOf(2, 1.91)).toBe('stayed');
    expect(effectOf(1.9, 2)).toBe('rose');
  });
});

describe('runs', () => {
  test('a divergence goes before all', () => {
    const diverged = { lane: 'residual', step: 1, place: 'output', layer: 'layer1.3' } as const;
    const lanes = [
      { ...LATER[0]!, diverged },
      { ...LATER[1]!, switched: thrown() },
    ];
    expect(told(facts(lanes))).toEqual([
      'diverged',
      'Residual diverged at step 1, in stage 1, block 4: its numbers are no longer finite.',
    ]);
    const both = [lanes[0]!, { ...lanes[1]!, diverged: { ...diverged, lane: 'plain', step: 7 } }];
    expect(told(facts(both))[1]).toBe(
      'Residual diverged at step 1, in stage 1, block 4: its numbers are no longer finite; so are those of all others.',
    );
  });

  test('where it diverged is told in words, as far as a name has them', () => {
    const at = (layer: string | null): string =>
      told(facts([lane('plain', { diverged: { lane: 'plain', step: 1, place: 'gradient', layer } })]))[1];
    expect(at('layer3.0')).toContain('in stage 3, block 1:');
    expect(at('layer3.0.conv2')).toContain('in stage 3, block 1 (conv2):');
    expect(at('conv1')).toContain('in conv1:');
    expect(at(null)).toContain('in the loss:');
  });

  test('a sentence begins with a capital, whatever a network is called', () => {
    expect(['lenet', 'ResNet-20', ''].map(texts.opening)).toEqual(['Lenet', 'ResNet-20', '']);
  });

  test('one that is prepared, and one that failed', () => {
    const nothing = [lane('residual'), lane('plain')];
    expect(told(facts(nothing, { phase: 'preparing', measured: -1 }))[0]).toBe('preparing');
    expect(told(facts(LATER, { phase: 'failed' }))).toEqual(['failed', 'The run stopped at step 100.']);
  });
});
