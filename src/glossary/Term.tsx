/** A term of the glossary in a text: it opens a card, and moves nothing. */
import { useEffect, useId, type ReactNode, type SyntheticEvent } from 'react';
import { useStore } from 'zustand';
import type { TermId } from '../i18n/glossary';
import { approachTerm, closeTerm, leaveTerm, termStore, toggleTerm, type Place } from './shown';
import './term.css';

interface TermProps {
  readonly id: TermId;
  /** As it is called in this text. */
  readonly children: ReactNode;
}

export function Term({ id, children }: TermProps) {
  const mark = useId();
  const isShown = useStore(termStore, ({ shown }) => shown?.mark === mark);
  // Its card goes with it.
  useEffect(
    () => () => {
      if (termStore.getState().shown?.mark === mark) closeTerm();
    },
    [mark],
  );
  const place = ({ currentTarget }: SyntheticEvent<HTMLElement>): Place => ({
    id,
    mark,
    anchor: currentTarget,
  });
  return (
    <button
      type="button"
      className="term"
      data-term={id}
      aria-haspopup="dialog"
      aria-expanded={isShown}
      onClick={(event) => toggleTerm(place(event))}
      onPointerEnter={(event) => {
        if (event.pointerType === 'mouse') approachTerm(place(event));
      }}
      onPointerLeave={leaveTerm}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible')) approachTerm(place(event));
      }}
      onBlur={leaveTerm}
    >
      {children}
    </button>
  );
}
