/** The whole glossary, as a list that is searched. */
import { useId, useState } from 'react';
import { glossary, glossaryPage, type TermId } from '../i18n/glossary';
import { Entry } from './Entry';
import { PAPERS } from './papers';

/** By their names. */
const IDS = (Object.keys(glossary) as TermId[]).toSorted((a, b) =>
  glossary[a].name.localeCompare(glossary[b].name, 'en'),
);

/** The terms that have all words of a search in their name, their text or their paper. */
function search(words: string): readonly TermId[] {
  const wanted = words.toLowerCase().split(/\s+/);
  return IDS.filter((id) => {
    const { name, text } = glossary[id];
    const paper = PAPERS[id];
    const all = `${name} ${text} ${paper?.authors ?? ''} ${paper?.title ?? ''}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}

export function List() {
  const id = useId();
  const [words, setWords] = useState('');
  const found = search(words);
  return (
    <section className="glossary" aria-labelledby={id}>
      <header className="glossary-head">
        <h3 id={id}>{glossaryPage.title}</h3>
        <input
          type="search"
          aria-label={glossaryPage.search}
          placeholder={glossaryPage.search}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <p role="status">{found.length === 0 ? glossaryPage.none : glossaryPage.found(found.length)}</p>
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
