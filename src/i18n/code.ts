/** The texts of the code's drawer, which come with its code. */
import { code } from './en/code';
import { usePart } from './language';

/** In the language of the page. */
export function useCodeMessages(): typeof code {
  return usePart('code', code);
}
