import { expect, test, vi } from 'vitest';
import { FrameLoop } from './frame';

/** A loop whose frames are given by hand. */
function byHand() {
  const waiting: ((now: number) => void)[] = [];
  const loop = new FrameLoop((frame) => void waiting.push(frame));
  const frame = (now: number): void => {
    for (const callback of waiting.splice(0)) callback(now);
  };
  return { loop, waiting, frame };
}

test('any number of changes between two frames is one drawing', () => {
  const { loop, frame, waiting } = byHand();
  const draw = vi.fn(() => false);
  const handle = loop.add({ draw }, true);
  for (let i = 0; i < 5; i++) handle.invalidate();
  expect(waiting).toHaveLength(1);
  frame(16);
  expect(draw).toHaveBeenCalledTimes(1);
  expect(draw).toHaveBeenCalledWith(16);
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
