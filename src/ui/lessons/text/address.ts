/** What the address of a link in a lesson's text means. */
import { isTermId, type TermId } from '../../../i18n/glossary';
import { isSpot, type Spot } from '../../../lessons/spots';

export type Address =
  | { readonly kind: 'spot'; readonly spot: Spot }
  | { readonly kind: 'term'; readonly term: TermId }
  /** Counts from 1, as the address of the page does. */
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'web'; readonly href: string };

/** A place's kind, and the lane, panel or study that it is of; which of these there are, the page knows. */
const SPOT = /^[a-z]+(?::([\w-]{1,40}))?$/;

/** A place by its name, as `skip`, `skip:plain` or `panel:layer`; null where it cannot be one. */
export function spotOf(name: string): Spot | null {
  const [, of = ''] = SPOT.exec(name) ?? [];
  return SPOT.test(name) && isSpot(name, [of]) ? name : null;
}

/** Null for an address that leads nowhere here: scripts, data, files, and names that are not known. */
export function addressOf(url: string): Address | null {
  const colon = url.indexOf(':');
  const scheme = url.slice(0, colon).toLowerCase();
  const rest = url.slice(colon + 1);
  if (scheme === 'spot') {
    const spot = spotOf(rest);
    return spot === null ? null : { kind: 'spot', spot };
  }
  if (scheme === 'term') return isTermId(rest) ? { kind: 'term', term: rest } : null;
  if (scheme === 'step') return /^[1-9]\d?$/.test(rest) ? { kind: 'step', step: Number(rest) } : null;
  if ((scheme === 'https' || scheme === 'http') && URL.canParse(url))
    return { kind: 'web', href: new URL(url).href };
  return null;
}
