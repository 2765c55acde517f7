/** The texts of the questions: apart from the messages, since in English they come with the code of these. */
import { useMemo } from 'react';
import { questions } from './en/study-kinds';
import { usePart } from './language';
import { useMessages, type Messages } from './messages';

/** The messages, with those of all kinds of studies among them. */
export type StudyMessages = Omit<Messages, 'studies'> & {
  readonly studies: Messages['studies'] & typeof questions;
};

/** In the language of the page. */
export function useStudyMessages(): StudyMessages {
  const messages = useMessages();
  const kinds = usePart('questions', questions);
  return useMemo(() => ({ ...messages, studies: { ...messages.studies, ...kinds } }), [messages, kinds]);
}
