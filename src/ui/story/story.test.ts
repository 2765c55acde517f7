/** Stories of losses, switches and runs, by figures as README.md and the claims give them, and what is said of them. */
import { describe, expect, test } from 'vitest';
import { capital } from '../../i18n/phrase';
import { ends, EVEN, facts, lane, LATER, thrown, told } from '../../testing/story';
import type { LastSwitch, StoryFacts, StoryLane } from './facts';
import { effectOf } from './story';

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
    expect(['lenet', 'ResNet-20', ''].map(capital)).toEqual(['Lenet', 'ResNet-20', '']);
  });

  test('one that is prepared, and one that failed', () => {
    const nothing = [lane('residual'), lane('plain')];
    expect(told(facts(nothing, { phase: 'preparing', measured: -1 }))[0]).toBe('preparing');
    expect(told(facts(LATER, { phase: 'failed' }))).toEqual(['failed', 'The run stopped at step 100.']);
  });
});
