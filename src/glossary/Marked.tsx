/** A text in which terms of the glossary are marked, as `[words](term)`. */
import { Fragment, type ReactNode } from 'react';
import type { TermId } from '../i18n/glossary';
import { Term } from './Term';

const MARK = /\[([^\]]+)\]\(([a-z0-9-]+)\)/g;

interface Part {
  readonly text: string;
  /** Null of what is between two terms. */
  readonly term: TermId | null;
}

/** The parts of a marked text, in their order. A test sees to it that all its terms are there. */
export function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: all, 1: words = '', 2: term, index } of text.matchAll(MARK)) {
    if (index > end) parts.push({ text: text.slice(end, index), term: null });
    parts.push({ text: words, term: term as TermId });
    end = index + all.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), term: null });
  return parts;
}

export function Marked({ text }: { readonly text: string }): ReactNode {
  return partsOf(text).map(({ text: words, term }, index) =>
    term === null ? (
      <Fragment key={index}>{words}</Fragment>
    ) : (
      <Term key={index} id={term}>
        {words}
      </Term>
    ),
  );
}
