import { describe, expect, it } from 'vitest';
import { caseOf, KINDS } from './cases';
import { faultOf, MOST_LOST, tableOf, type Fate } from './judge';

const row = (step: number, values = `${step} 0.5`) => ({ step, at: 1000 * step, values });
const rows = (...steps: readonly number[]) => steps.map((step) => row(step));
const calm = new Map(rows(1, 2, 3, 4, 5, 6).map(({ step, values }) => [step, values]));
const fate: Fate = {
  before: rows(1, 2, 3),
  after: rows(3, 4, 5),
  from: 2,
  repeated: 1,
  lost: 1000,
  backend: 'webgpu',
};

describe('a run that was killed', () => {
  it('is as one that was not', () => {
    expect(faultOf(fate, calm, 'webgpu')).toBeNull();
  });

  it.each([
    ['10.0 s of training were lost', { lost: MOST_LOST + 1 }],
    ['no step was taken afterwards', { after: [] }],
    ['from step 2 it went on with 4', { after: rows(4, 5) }],
    ['step 5 came after 3', { after: rows(3, 5) }],
    ['the undisturbed run has no step 7', { after: rows(3, 4, 5, 6, 7) }],
    ['step 2 is 2 0.6 instead of 2 0.5', { before: [row(1), row(2, '2 0.6')] }],
  ])('is told apart: %s', (fault, changes) => {
    expect(faultOf({ ...fate, ...changes }, calm, 'webgpu')).toBe(fault);
  });

  it('may round on another backend, and only there', () => {
    const near = [row(3, '3 0.5001'), row(4)];
    expect(faultOf({ ...fate, after: near, backend: 'wasm' }, calm, 'webgpu')).toBeNull();
    expect(faultOf({ ...fate, after: near }, calm, 'webgpu')).not.toBeNull();
    expect(faultOf({ ...fate, after: [row(3, '3 0.6')], backend: 'wasm' }, calm, 'webgpu')).not.toBeNull();
  });
});

it('cases come again by seed and number, every kind on every backend that has it', () => {
  const drawn = Array.from({ length: 100 }, (_, index) => caseOf(3, index));
  expect(drawn[17]).toEqual(caseOf(3, 17));
  for (const kind of KINDS) {
    const backends = new Set(drawn.filter((one) => one.kind === kind).map(({ backend }) => backend));
    expect([...backends].toSorted()).toEqual(kind === 'lane worker' ? ['wasm'] : ['wasm', 'webgpu']);
  }
  // Few experiments, as an undisturbed run of each is needed.
  expect(new Set(drawn.map(({ link }) => link)).size).toBeLessThanOrEqual(10);
});

it('a table counts those that were killed, went on, and were equal', () => {
  const one = caseOf(1, 0);
  const table = tableOf([
    { case: one, fate: { ...fate, backend: one.backend }, fault: null },
    { case: one, fate: null, fault: 'It hung' },
  ]);
  expect(table.split('\n')[1]).toMatch(/^renderer +wasm +2 +1 +1 +0 +1 +1\.0$/);
});
