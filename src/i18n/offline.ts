/** The texts of working without a network, which come after the first gradients. */
import { offline } from './en/offline';
import { usePart } from './language';

/** In the language of the page. */
export function useOfflineMessages(): typeof offline {
  return usePart('offline', offline);
}
