import { expect, test, vi } from 'vitest';
import { FrameLoop } from './frame';

/** A loop whose frames are given by hand; a drawing may take time on its clock. */
function byHand() {
  const waiting: ((now: number) => void)[] = [];
  const clock = { now: 0 };
  const loop = new FrameLoop(
    (frame) => void waiting.push(frame),
    () => clock.now,
  );
  const frame = (now: number): void => {
    for (const callback of waiting.splice(0)) callback(now);
  };
  return { loop, waiting, frame, clock };
}

test('any number of changes between two frames is one drawing', () => {
  const { loop, frame, waiting } = byHand();
  const draw = vi.fn(() => false);
  const handle = loop.add({ draw }, true);
  for (let i = 0; i < 5; i++) handle.invalidate();
  expect(waiting).toHaveLength(1);
  frame(16);
  expect(draw).toHaveBeenCalledTimes(1);
  expect(draw).toHaveBeenCalledWith(16, true);
  expect(waiting).toHaveLength(0);
});

test('what is out of sight waits and requests no frame', () => {
  const { loop, frame, waiting } = byHand();
  const draw = vi.fn(() => false);
  const handle = loop.add({ draw }, false);
  handle.invalidate();
  expect(waiting).toHaveLength(0);
  handle.setVisible(true);
  frame(0);
  expect(draw).toHaveBeenCalledTimes(1);
});

test('a moving drawing gets frames until it rests', () => {
  const { loop, frame, waiting } = byHand();
  let left = 3;
  const draw = vi.fn(() => --left > 0);
  loop.add({ draw }, true);
  for (let i = 0; i < 10; i++) frame(i);
  expect(draw).toHaveBeenCalledTimes(3);
  expect(waiting).toHaveLength(0);
});

test('a drawing that is not yet up to date is drawn again when its interval allows, and not before', () => {
  const { loop, frame } = byHand();
  const again: (boolean | 'later')[] = ['later', true, false];
  const draw = vi.fn(() => again.shift() ?? false);
  loop.add({ draw }, true, 100);
  const drawnAt = (now: number): boolean => {
    const before = draw.mock.calls.length;
    frame(now);
    return draw.mock.calls.length > before;
  };
  expect([1_000, 1_016, 1_084, 1_100, 1_116, 1_300].map(drawnAt)).toEqual([
    true,
    false,
    false,
    true,
    // It still moved.
    true,
    false,
  ]);
});

test('after what took long, what can wait rests for four times as long; what was asked for at once does not', () => {
  const { loop, frame, clock } = byHand();
  const drawn: string[] = [];
  const slow = loop.add(
    {
      draw: () => {
        drawn.push('slow');
        clock.now += 5;
        return false;
      },
    },
    true,
  );
  const quick = loop.add({ draw: () => (drawn.push('quick'), false) }, true);
  const at = (now: number): string => {
    clock.now = now;
    slow.invalidate();
    frame(now);
    return drawn.splice(0).join();
  };
  // Drawn at once, as all that is new to the page.
  expect(at(1_000)).toBe('slow,quick');
  expect(at(1_016)).toBe('slow');
  // 20 ms of rest from here on.
  quick.invalidate(true);
  expect(at(1_033)).toBe('quick');
  expect(at(1_035)).toBe('');
  expect(at(1_037)).toBe('slow');
});

test('a drawing that throws neither repeats for ever nor stops the others', () => {
  const { loop, frame, waiting } = byHand();
  const broken = vi.fn(() => {
    throw new Error('broken');
  });
  const sound = vi.fn(() => false);
  loop.add({ draw: broken }, true);
  loop.add({ draw: sound }, true);
  expect(() => frame(0)).toThrow('broken');
  frame(1);
  expect(sound).toHaveBeenCalledTimes(1);
  expect(broken).toHaveBeenCalledTimes(1);
  expect(waiting).toHaveLength(0);
});

test('a removed drawing is not drawn any more', () => {
  const { loop, frame } = byHand();
  const draw = vi.fn(() => false);
  loop.add({ draw }, true).remove();
  frame(0);
  expect(draw).not.toHaveBeenCalled();
});

test('a drawing with an interval skips frames, unless it is asked for at once', () => {
  const { loop, frame } = byHand();
  const draw = vi.fn(() => false);
  const handle = loop.add({ draw }, true, 50);
  frame(100);
  for (const now of [116, 133, 149]) {
    handle.invalidate();
    frame(now);
  }
  expect(draw).toHaveBeenCalledTimes(1);
  frame(151);
  expect(draw).toHaveBeenCalledTimes(2);
  handle.invalidate(true);
  frame(160);
  expect(draw).toHaveBeenCalledTimes(3);
});

test('what a frame has no time for waits for the next ones, the longest drawn first; what is urgent does not wait', () => {
  const { loop, frame, clock } = byHand();
  const drawn: string[] = [];
  const add = (name: string) =>
    loop.add(
      {
        draw() {
          drawn.push(name);
          clock.now += 6;
          return false;
        },
      },
      true,
    );
  const handles = ['a', 'b', 'c'].map(add);
  frame(10);
  expect(drawn.splice(0)).toEqual(['a', 'b', 'c']);
  for (const handle of handles) handle.invalidate();
  frame(20);
  expect(drawn.splice(0)).toEqual(['a']);
  handles[0]?.invalidate();
  frame(70);
  expect(drawn.splice(0)).toEqual(['b']);
  handles[1]?.invalidate(true);
  frame(80);
  expect(drawn.splice(0)).toEqual(['b']);
  frame(120);
  expect(drawn.splice(0)).toEqual(['c']);
  frame(170);
  expect(drawn.splice(0)).toEqual(['a']);
});

test('what follows the pointer is drawn at once, and what is new besides only when its interval allows', () => {
  const { loop, frame } = byHand();
  const draw = vi.fn((_now: number, _fresh: boolean) => false);
  const handle = loop.add({ draw }, true, 50);
  frame(100);
  handle.invalidate();
  handle.follow();
  frame(116);
  frame(133);
  frame(151);
  expect(draw.mock.calls).toEqual([
    [100, true],
    [116, false],
    [151, true],
  ]);
});

test('all at once draws what is out of sight too, and what moves until it rests', () => {
  const { loop, waiting, frame } = byHand();
  const unseen = vi.fn(() => false);
  let left = 3;
  const moving = vi.fn(() => --left > 0);
  loop.add({ draw: unseen }, false);
  loop.add({ draw: moving }, true);
  loop.drawAll();
  expect(unseen).toHaveBeenCalledTimes(1);
  expect(moving).toHaveBeenCalledTimes(3);
  while (waiting.length > 0) frame(16);
  expect(moving).toHaveBeenCalledTimes(3);
});

test('what is out of sight is drawn when there is nothing else to do, and not again within a second', () => {
  const idle: (() => void)[] = [];
  const clock = { now: 5000 };
  const loop = new FrameLoop(
    () => undefined,
    () => clock.now,
    (callback) => void idle.push(callback),
  );
  const draw = vi.fn(() => false);
  const handle = loop.add({ draw }, false);
  idle.shift()?.();
  expect(draw).toHaveBeenCalledTimes(1);
  expect(idle).toHaveLength(0);
  handle.invalidate();
  idle.shift()?.();
  expect(draw).toHaveBeenCalledTimes(1);
  clock.now += 1000;
  idle.shift()?.();
  expect(draw).toHaveBeenCalledTimes(2);
  expect(idle).toHaveLength(0);
});
