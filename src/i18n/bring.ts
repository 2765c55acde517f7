/** The texts of what a reader brings, which come with its code. */
import { bring } from './en/bring';
import { usePart } from './language';

/** In the language of the page. */
export function useBringMessages(): typeof bring {
  return usePart('bring', bring);
}
