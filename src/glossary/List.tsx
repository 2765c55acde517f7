/** The whole glossary, as a list that is searched. */
import { useId, useMemo, useState } from 'react';
import { useGlossary, useGlossaryPage, type TermId } from '../i18n/glossary';
import { useLocale } from '../i18n/language';
import { Entry } from './Entry';
import { PAPERS } from './papers';

type Glossary = ReturnType<typeof useGlossary>;

/** By their names. */
function sorted(glossary: Glossary, locale: string): readonly TermId[] {
  const { compare } = new Intl.Collator(locale);
  return (Object.keys(glossary) as TermId[]).toSorted((a, b) => compare(glossary[a].name, glossary[b].name));
}

/** The terms that have all words of a search in their name, their text or their paper. */
function search(glossary: Glossary, ids: readonly TermId[], words: string): readonly TermId[] {
  const wanted = words.toLowerCase().split(/\s+/);
  return ids.filter((id) => {
    const { name, text } = glossary[id];
    const paper = PAPERS[id];
    const all = `${name} ${text} ${paper?.authors ?? ''} ${paper?.title ?? ''}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}

export function List() {
  const id = useId();
  const [words, setWords] = useState('');
  const glossary = useGlossary();
  const page = useGlossaryPage();
  const locale = useLocale();
  const ids = useMemo(() => sorted(glossary, locale), [glossary, locale]);
  const found = search(glossary, ids, words);
  return (
    <section className="glossary" aria-labelledby={id}>
      <header className="glossary-head">
        <h3 id={id}>{page.title}</h3>
        <input
          type="search"
          aria-label={page.search}
          placeholder={page.search}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <p role="status">{found.length === 0 ? page.none : page.found(found.length)}</p>
      </header>
      <ul>
        {found.map((term) => (
          <li key={term} data-term={term}>
            <h4>{glossary[term].name}</h4>
            <Entry id={term} />
          </li>
        ))}
      </ul>
    </section>
  );
}
