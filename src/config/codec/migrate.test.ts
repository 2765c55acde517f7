import { describe, expect, it } from 'vitest';
import { migrate, type Migration } from './migrate';

/** Version 2 calls `lr` `rate`; version 3 has another default batch size, so older links are given theirs. */
const migrations = new Map<number, Migration>([
  [1, (fields) => new Map([...fields].map(([key, text]) => [key === 'lr' ? 'rate' : key, text]))],
  [2, (fields) => (fields.has('batch') ? fields : new Map([...fields, ['batch', '32']]))],
]);

describe('migrate', () => {
  it('applies every step from the version of the link on, in order', () => {
    const fields = new Map([['lr', '0.1']]);
    expect(migrate(fields, 1, 3, migrations)).toStrictEqual(
      new Map([
        ['rate', '0.1'],
        ['batch', '32'],
      ]),
    );
    expect(migrate(fields, 2, 3, migrations)).toStrictEqual(
      new Map([
        ['lr', '0.1'],
        ['batch', '32'],
      ]),
    );
  });

  it('leaves a link of the newest version as it is', () => {
    const fields = new Map([['lr', '0.1']]);
    expect(migrate(fields, 3, 3, migrations)).toBe(fields);
  });
});
