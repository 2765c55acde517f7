/** What the glossary says of a term: two sentences, a formula, and where it comes from. */
import { useGlossary, useGlossaryPage, type TermId } from '../i18n/glossary';
import { FORMULAS } from './formulas';
import { addressOf, PAPERS, type Paper } from './papers';

export function Entry({ id }: { readonly id: TermId }) {
  const glossary = useGlossary();
  const page = useGlossaryPage();
  const paper = PAPERS[id];
  return (
    <>
      <p>{glossary[id].text}</p>
      {FORMULAS[id]}
      <p className="term-source">{paper === null ? page.own : <Reference paper={paper} />}</p>
    </>
  );
}

function Reference({ paper }: { readonly paper: Paper }) {
  const { authors, year, title, at } = paper;
  return (
    <a href={addressOf(paper)} target="_blank" rel="noreferrer">
      {authors}
      {year === null ? '' : ` ${year}`}: <cite>{title}</cite>
      {'arxiv' in at && `, arXiv:${at.arxiv}`}
    </a>
  );
}
