/** The card of the term that was asked for, over the page and beside the term. */
import { useEffect, useId, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { useGlossary } from '../i18n/glossary';
import { Entry } from './Entry';
import { placeBeside } from './placement';
import { closeTerm, leaveTerm, returnToTerm, stayWithTerm, termStore } from './shown';
import './card.css';

export function TermCard() {
  const shown = useStore(termStore, (state) => state.shown);
  if (shown === null) return null;
  // Within a dialog, outside of which nothing can be reached, and within what is closed by a press outside of it.
  const host = shown.anchor.closest('dialog, [popover]') ?? document.body;
  return createPortal(<Card key={shown.mark} {...shown} />, host);
}

type CardProps = NonNullable<ReturnType<typeof termStore.getState>['shown']>;

function Card({ id, anchor, held }: CardProps) {
  const glossary = useGlossary();
  const card = useRef<HTMLDivElement>(null);
  const title = useId();
  useLayoutEffect(() => {
    const element = card.current;
    if (element === null) return;
    // Browsers without popovers show it where it is fixed, over the page.
    if ('showPopover' in element) element.showPopover();
    const place = (): void => {
      if (!anchor.isConnected) return closeTerm();
      const { width, height } = element.getBoundingClientRect();
      const { clientWidth, clientHeight } = document.documentElement;
      const { left, top } = placeBeside(
        anchor.getBoundingClientRect(),
        { width, height },
        { width: clientWidth, height: clientHeight },
      );
      element.style.left = `${left}px`;
      element.style.top = `${top}px`;
    };
    place();
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    return () => {
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
    };
  }, [anchor]);
  useEffect(() => {
    if (held) card.current?.focus({ preventScroll: true });
  }, [held]);
  useEffect(() => {
    const isOutside = ({ target }: Event): boolean =>
      target instanceof Node && !anchor.contains(target) && card.current?.contains(target) !== true;
    const press = (event: PointerEvent): void => {
      if (isOutside(event)) closeTerm();
    };
    // The card alone, and not a dialog or a selection below it.
    const escape = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      if (card.current?.contains(document.activeElement) === true) returnToTerm();
      else closeTerm();
    };
    document.addEventListener('pointerdown', press, { capture: true });
    document.addEventListener('keydown', escape, { capture: true });
    return () => {
      document.removeEventListener('pointerdown', press, { capture: true });
      document.removeEventListener('keydown', escape, { capture: true });
    };
  }, [anchor]);
  // It is last in the document: from its ends the focus goes on from the term.
  const tab = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key !== 'Tab') return;
    if (event.shiftKey) event.preventDefault();
    const links = event.currentTarget.querySelectorAll('a');
    if (event.shiftKey || event.target === links.item(links.length - 1)) returnToTerm();
  };
  return (
    <div
      ref={card}
      className="term-card"
      popover="manual"
      role="dialog"
      aria-labelledby={title}
      tabIndex={-1}
      onPointerEnter={stayWithTerm}
      onPointerLeave={leaveTerm}
      onKeyDown={tab}
    >
      <h3 id={title}>{glossary[id].name}</h3>
      <Entry id={id} />
    </div>
  );
}
