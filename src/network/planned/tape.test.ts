import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simdModule } from '../../../scripts/simd';
import { OwnHeap } from '../../ops/simd/heap';
import { Machine } from '../../ops/simd/machine';
import { Room } from './room';
import { Tape } from './tape';

const shape = { height: 1, width: 1, channels: 64 };

function roomOnHeap() {
  const heap = new OwnHeap();
  return {
    heap,
    room: new Room(new Machine(new WebAssembly.Module(readFileSync(simdModule('plain'))), heap)),
  };
}

describe('a room', () => {
  it('gives what was given back last, of the size that fits best, and nothing much too large', () => {
    const { room } = roomOnHeap();
    const [large, first, second] = room.plan(() => {
      const taken = [room.take(400), room.take(100), room.take(100)];
      for (const at of taken) room.give(at);
      expect(room.take(100)).toBe(taken[2]);
      expect(room.take(90)).toBe(taken[1]);
      expect(room.take(80)).toBe(taken[0]);
      room.give(taken[0]!);
      expect(taken).not.toContain(room.take(16));
      expect(() => room.give(taken[0]!)).toThrow(RangeError);
      return taken;
    });
    // Another pass begins with all of it, the first of each size first.
    room.plan(() => expect([room.take(100), room.take(100), room.take(100)]).toEqual([first, second, large]));
  });

  it('is freed with its last pass', () => {
    const { heap, room } = roomOnHeap();
    const before = heap.used;
    room.plan(() => room.take(100));
    room.plan(() => [room.take(100), room.take(100)]);
    room.leave();
    expect(heap.used).toBeGreaterThan(before);
    room.leave();
    expect(heap.used).toBe(before);
  });
});

describe('a tape', () => {
  it('uses buffers again as soon as nothing needs them', () => {
    const { room } = roomOnHeap();
    const tape = new Tape(room, 1, false);
    room.plan(() => {
      const x = tape.value(shape);
      const y = tape.value(shape);
      tape.release(x);
      const z = tape.value(shape);
      expect(z.at).toBe(x.at);
      tape.hold(y);
      tape.release(y);
      expect([y.at, z.at]).not.toContain(tape.value(shape).at);
    });
  });

  it('plans backwards, once all gradients of a value are there, and leaves out what nothing reads', () => {
    const { room } = roomOnHeap();
    const tape = new Tape(room, 1, true);
    const order: string[] = [];
    const op = (name: string, x: ReturnType<Tape['value']>, inPlace = false) => {
      const y = tape.value(shape);
      tape.call(() => order.push(name));
      tape.differentiate(y, [x], (dy) => {
        const from = dy.at;
        const dx = tape.into(x, inPlace ? dy : undefined);
        expect(dx.at === from).toBe(inPlace);
        tape.call(() => {
          if (!dy.written) return;
          order.push(`${name} ${dx.written ? 'adds' : 'sets'}`);
          dx.written = true;
        });
      });
      return y;
    };
    room.plan(() => {
      const x = tape.value(shape);
      const a = op('a', x);
      const b = op('b', a);
      const c = tape.when(
        () => false,
        () => op('c', a),
      );
      op('d', b);
      const e = op('e', b, true);
      tape.into(e);
      tape.planBackward();
      expect(c.gradient?.at).toBe(0);
      for (const { run } of tape.forward) run();
      expect(order.splice(0)).toEqual(['a', 'b', 'd', 'e']);
      for (const values of [[], [e]]) {
        tape.clear();
        for (const { gradient } of values) if (gradient !== null) gradient.written = true;
        for (const { run } of tape.backward) run();
        expect(order.splice(0)).toEqual(values.length === 0 ? [] : ['e sets', 'b sets', 'a sets']);
      }
    });
  });
});
