/** Links of experiments that are as small as a test allows; the default is for the tests that are about it. */

/** Four blocks, identity and projection skips among them, and a step that takes some milliseconds. */
export const SMALL = '#v=1&set=shapes&blocks=2,1,1&width=4&batch=16&test=0';

/** One block: the cheapest experiment that still trains. */
export const TINY = '#v=1&set=shapes&blocks=1,0,0&width=4&batch=8&test=0';

/** What a bare address opens, as a link. */
export const DEFAULT = '#v=1';

/** A block of DEFAULT whose skip is a projection, and the layer of that: without the skip its gradient is exactly 0. */
export const PROJECTION = { block: 9, layer: 'layer2.0.downsample.0' } as const;

/** A link with more fields, or other values of those it has. */
export function withFields(link: string, fields: Readonly<Record<string, string>>): string {
  const all = fieldsOf(link);
  for (const [field, text] of Object.entries(fields)) all.set(field, text);
  return `#${[...all].map(([field, text]) => `${field}=${text}`).join('&')}`;
}

/** The fields of a link that the page wrote: nothing in it is percent-encoded. */
export function fieldsOf(link: string): Map<string, string> {
  const pairs = link.slice(link.indexOf('#') + 1).split('&');
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}
