/** Names of classes as a set has them: short, none of them empty, no two the same, and without signs that deceive. */
import { shownName } from '../config/shown';
import { OWN_LIMITS } from './kept';

/** What a name begins with; a character of two code units is not cut in two. */
const begin = (name: string, length: number): string =>
  name
    .slice(0, length)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();

/** Names cut to their bounds; one that is then as another before it, or is none, has a number after it. */
export function classNames(names: readonly string[]): readonly string[] {
  const { max } = OWN_LIMITS.name;
  const short = names.map((name) => begin(shownName(name).trim(), max));
  const taken = new Set<string>();
  return short.map((name, index) => {
    let own = name === '' ? String(index) : name;
    for (let number = 2; taken.has(own) || (own !== name && short.includes(own)); number++)
      own = `${begin(name, max - ` ${number}`.length)} ${number}`.trim();
    taken.add(own);
    return own;
  });
}
