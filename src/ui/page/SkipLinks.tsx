/** The first stops of the tab key: past the head of the page, to what it is about. */
import type { MouseEvent } from 'react';
import { useMessages } from '../../i18n/messages';
import { BUILDER, openDrawer } from '../builder/drawer';

/** Gives the focus to the first element that a selector finds. */
const focusOn = (selector: string) => (): void => document.querySelector<HTMLElement>(selector)?.focus();

const TARGETS = [
  ['networks', focusOn('#networks')],
  ['chart', focusOn('#stage-gradient [role="slider"]')],
  ['builder', () => openDrawer(BUILDER)],
] as const;

export function SkipLinks() {
  const { ui } = useMessages();
  return (
    <nav className="skip-links" aria-label={ui.skipTo.label}>
      {TARGETS.map(([name, go]) => (
        <a
          key={name}
          className="skip-link"
          href="#networks"
          onClick={(event: MouseEvent) => {
            // The fragment of the address is the experiment: an ordinary link within the page would replace it.
            event.preventDefault();
            go();
          }}
        >
          {ui.skipTo[name]}
        </a>
      ))}
    </nav>
  );
}
