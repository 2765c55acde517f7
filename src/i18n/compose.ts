/** What the page says in a language: its texts, and what is put together of them. */
import type { ExperimentConfig } from '../config/schema';
import { differencesOf } from './differences';
import type { texts as english } from './en/texts';
import { essentialsOf } from './essentials';
import { noticesOf } from './notices';

/** The texts of a language, as they stand in its folder. */
export type Texts = typeof english;

export type Messages = ReturnType<typeof messagesOf>;

/** Puts what has to be reckoned out beside the texts that can be said as they are. */
export function messagesOf({ words, classicWords, ...texts }: Texts) {
  const differences = differencesOf({
    texts: texts.differences,
    words,
    classicWords,
    classicNames: texts.lanes.classic.names,
    laneName: texts.ui.lanes.within,
  });
  return {
    ...texts,
    charts: {
      ...texts.charts,
      joins: texts.joins,
      /** A kept run by its letter and what tells it from the one at hand: `A · lr 0.02 → 0.2`. */
      kept: (letter: string, run: ExperimentConfig, now: ExperimentConfig): string => {
        const words = differences.list(differences.between(run, now).map(({ change }) => change));
        return texts.charts.kept(letter, words);
      },
    },
    differences,
    essentials: essentialsOf(texts.essentials, words),
    notices: noticesOf(texts.notices, texts.settings, texts.ui.lanes.within),
  };
}
