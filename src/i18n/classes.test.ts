/** Classes of data sets by their names in a language, and those of a reader's own set, which may be called anything. */
import { expect, it } from 'vitest';
import { PAYLOADS } from '../testing/payloads';

const LANGUAGES = import.meta.glob<{ readonly className: (name: string) => string }>('./*/classes.ts', {
  eager: true,
});

it.each(Object.entries(LANGUAGES))('%s', (_, { className }) => {
  for (const name of PAYLOADS) expect(className(name)).toBe(name);
});
