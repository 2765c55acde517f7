/** The texts of what is taken along, which come with its code. */
import { take } from './en/take';
import { usePart } from './language';

export type TakeMessages = typeof take;

/** In the language of the page. */
export function useTakeMessages(): TakeMessages {
  return usePart('take', take);
}
