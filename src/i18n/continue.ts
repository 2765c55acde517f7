/** The texts of a run that was interrupted, which come with its code. */
import { continues } from './en/continue';
import { usePart } from './language';

/** In the language of the page. */
export function useContinueMessages(): typeof continues {
  return usePart('continues', continues);
}
