/** The texts of the dialog of sharing, which come with its code. */
import { shareDialog } from './en/share-dialog';
import { usePart } from './language';

/** In the language of the page. */
export function useShareMessages(): typeof shareDialog {
  return usePart('share', shareDialog);
}
