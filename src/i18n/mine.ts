/** The texts of saved experiments, which come with their code. */
import { mine } from './en/mine';
import { usePart } from './language';

export type MineMessages = typeof mine;

/** In the language of the page. */
export function useMineMessages(): MineMessages {
  return usePart('mine', mine);
}
