/** On a narrow page: a list of its sections over the transport, to open one and go there. */
import { useRef } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { layoutStore } from '../../state/layout';
import { showSection, type SectionName } from '../../state/sections';
import { sectionId } from './PhoneSection';

const ID = 'jump-menu';

export function JumpMenu() {
  const { panels, ui } = useMessages();
  const { order, hidden } = useStore(layoutStore);
  const menu = useRef<HTMLElement>(null);
  const sections: readonly SectionName[] = [...order.filter((name) => !hidden.includes(name)), 'builder'];
  const go = (name: SectionName | null): void => {
    menu.current?.hidePopover();
    if (name !== null) showSection(name, true);
    // Where it is, is known once what is opened has its height.
    requestAnimationFrame(() => {
      const place = document.getElementById(name === null ? 'networks' : sectionId(name));
      place?.scrollIntoView();
      (name === null ? place : place?.querySelector<HTMLElement>('summary'))?.focus({ preventScroll: true });
    });
  };
  return (
    <>
      <button type="button" className="button jump-button" popoverTarget={ID} aria-label={panels.jump.label}>
        <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M1 3h14v2H1zM1 7h14v2H1zM1 11h14v2H1z" fill="currentColor" />
        </svg>
      </button>
      <nav className="jump-menu" id={ID} popover="auto" ref={menu} aria-label={panels.jump.label}>
        <ul>
          <li>
            <button type="button" onClick={() => go(null)}>
              {panels.jump.networks}
            </button>
          </li>
          {sections.map((name) => (
            <li key={name}>
              <button type="button" onClick={() => go(name)}>
                {name === 'builder' ? ui.builder.label : panels.names[name]}
              </button>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
