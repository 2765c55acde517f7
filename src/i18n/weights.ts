/** The texts of weights and networks that a reader brings, which come with their code. */
import { weights } from './en/weights';
import { usePart } from './language';

/** In the language of the page. */
export function useWeightsMessages(): typeof weights {
  return usePart('weights', weights);
}
