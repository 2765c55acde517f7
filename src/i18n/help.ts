/** The help: apart from the messages, since in English it comes only when it is opened. */
import { help } from './en/help';
import { usePart } from './language';

/** In the language of the page. */
export function useHelp(): typeof help {
  return usePart('help', help);
}
