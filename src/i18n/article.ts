/** The texts around the lessons in the article, which come with its code, with numbers and lists as the language has them. */
import { useMemo } from 'react';
import type { Embed } from '../state/opening';
import { article } from './en/article';
import { useLocale, usePart } from './language';
import { numeralsOf } from './numerals';

/** With a space between Han and Latin letters or digits, which lists of Intl do not have. */
function spaced(text: string): string {
  return text.replaceAll(/(?<=\p{Script=Han})(?=[A-Za-z\d])|(?<=[A-Za-z\d])(?=\p{Script=Han})/gu, ' ');
}

/** @param locale Tag of the language that the texts are in. */
export function articleMessagesOf(texts: typeof article, locale: string) {
  const { all, integer } = numeralsOf(locale);
  return {
    ...texts,
    /** @param values What was measured, for each seed from 0 on. */
    measured: (values: readonly string[]): string => {
      const [first = ''] = values;
      if (values.length > 1 && values.every((value) => value === first))
        return texts.same(first, integer(values.length - 1));
      return texts.measured(spaced(all(values.map((value, seed) => texts.seed(value, integer(seed))))));
    },
    /** @param step Counted from 1. */
    step: (step: number): string => texts.step(integer(step)),
    figure: {
      ...texts.figure,
      /** @param until Steps that are trained unasked. */
      caption: (part: Embed, networks: readonly string[], until: number): string =>
        spaced(texts.figure.caption(part, all(networks), until === 0 ? null : integer(until))),
    },
  };
}

/** In the language of the page. */
export function useArticleMessages(): ReturnType<typeof articleMessagesOf> {
  const texts = usePart('article', article);
  const locale = useLocale();
  return useMemo(() => articleMessagesOf(texts, locale), [texts, locale]);
}
