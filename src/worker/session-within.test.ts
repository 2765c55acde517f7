/** What reaches a session within a step: each case is compared with a run that nothing disturbed. */
import { beforeAll, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import type { Command, Report } from '../contract/messages';
import { openSession } from '../testing/session';

beforeAll(() => useNodeBackend('wasm'));

/** A session whose steps last: its clock leaps, so that they give way after every piece, and tell how far they are. */
function slowSession() {
  let now = 0;
  return openSession({ now: () => (now += 1_000) });
}

type Slow = ReturnType<typeof slowSession>;

const isWithin = (report: Report): boolean => report.type === 'step-progress';
const isHeld = (report: Report): boolean => report.type === 'step-progress' && report.isHeld;
const isPaused = (report: Report): boolean => report.type === 'running' && !report.running;

/** Rows of steps that were taken by a run of so many which nothing disturbs. */
async function undisturbed(count: number): Promise<number[][]> {
  const { start, send, until, stepped, rows } = openSession();
  start(1);
  for (let step = 0; step < count; step++) send({ type: 'step', run: 1 });
  await until(stepped(1, count));
  return rows(1);
}

/** Trains until a step has said how far it is, and pauses there. */
async function pauseWithin({ start, send, until, reports }: Slow): Promise<void> {
  start(1);
  send({ type: 'train', run: 1 });
  await until(isWithin);
  send({ type: 'pause', run: 1 });
  await until(isHeld);
  expect(reports.some(isPaused)).toBe(true);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve));
  expect(reports.findLast(({ type }) => type !== 'progress')).toMatchObject({ isHeld: true });
}

it.each(['train', 'step'] as const)(
  'a step that was paused goes on by `%s`, to the same numbers',
  async (type) => {
    const session = slowSession();
    await pauseWithin(session);
    const { send, until, stepped, rows, reports } = session;
    const before = rows(1).length;
    send({ type, run: 1 });
    await until(stepped(1, before + 1));
    if (type === 'train') {
      send({ type: 'pause', run: 1 });
      send({ type: 'step', run: 1 });
      await until(stepped(1, before + 2));
    }
    // A step that is asked for ends the one that waits, and is no other one besides.
    const taken = rows(1);
    expect(taken.length).toBeLessThanOrEqual(type === 'step' ? before + 1 : Infinity);
    expect(taken).toEqual(await undisturbed(taken.length));
    expect(reports.some((report) => report.type === 'failed')).toBe(false);
  },
);

it('what comes between two steps ends the one that waits, and the run stays paused', async () => {
  const session = slowSession();
  await pauseWithin(session);
  const { send, until, rows, reports } = session;
  const before = rows(1).length;
  send({ type: 'weights', run: 1 });
  await until((report) => report.type === 'weights');
  expect(rows(1)).toHaveLength(before + 1);
  expect(reports.find((report) => report.type === 'weights')).toMatchObject({
    weights: { step: before + 1 },
  });
  expect(reports.findLast((report) => report.type === 'running')).toMatchObject({ running: false });
});

it('a switch thrown within a step is in force from the next one, and does not end one that waits', async () => {
  const session = slowSession();
  await pauseWithin(session);
  const { send, until, reports, rows } = session;
  const before = rows(1).length;
  send({ type: 'switch', run: 1, lane: 'plain', block: 0, gain: 1 });
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve));
  expect(rows(1)).toHaveLength(before);
  send({ type: 'step', run: 1 });
  await until((report) => report.type === 'switched');
  expect(reports.find((report) => report.type === 'switched')).toMatchObject({ step: before + 1 });
  expect(rows(1)).toEqual(await undisturbed(before + 1));
});

it.each([false, true])(
  'a run that is left within a step, paused: %s, ends there, and the next one begins',
  async (paused) => {
    const session = slowSession();
    const { start, send, until, stepped, rows, reports } = session;
    if (paused) await pauseWithin(session);
    else {
      start(1);
      send({ type: 'train', run: 1 });
      await until(isWithin);
    }
    start(2);
    const left = reports.length;
    const steps: Command[] = [1, 2].map(() => ({ type: 'step', run: 2 }));
    steps.forEach(send);
    await until(stepped(2, 2));
    expect(reports.slice(left).some(({ run }) => run === 1)).toBe(false);
    expect(rows(2)).toEqual(await undisturbed(2));
  },
);

it('tells of the first gradient how far it is', async () => {
  const { start, until, reports } = slowSession();
  start(1);
  await until((report) => report.type === 'metrics');
  const fractions = reports.flatMap((report) =>
    report.type === 'progress' && report.phase === 'first-gradient' && report.fraction !== null
      ? [report.fraction]
      : [],
  );
  expect(fractions.length).toBeGreaterThan(2);
  expect(fractions.toSorted((a, b) => a - b)).toEqual(fractions);
  expect(fractions.at(-1)).toBeGreaterThan(0.5);
  expect(fractions.at(-1)).toBeLessThanOrEqual(1);
});
