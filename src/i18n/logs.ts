/** The texts of logs of trainings, which come with their code. */
import { logs } from './en/logs';
import { usePart } from './language';

export type LogMessages = typeof logs;

/** In the language of the page. */
export function useLogMessages(): LogMessages {
  return usePart('logs', logs);
}
