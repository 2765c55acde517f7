/** The texts of the dialog of sharing, which come with its code. */
import { shareDialog } from './en/share-dialog';

/** In the language of the page. */
export function useShareMessages(): typeof shareDialog {
  return shareDialog;
}
