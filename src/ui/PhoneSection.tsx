/**
 * A part of the page that a narrow one folds under its name, so that a phone shows a list of what there is. What is closed is
 * not rendered, and so costs nothing. On a wide page it stands as it is.
 */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { isSectionOpen, sectionStore, showSection, type SectionName } from '../state/sections';
import { useIsNarrow } from './hooks';

interface PhoneSectionProps {
  readonly name: SectionName;
  readonly title: string;
  readonly children: ReactNode;
}

export function PhoneSection({ name, title, children }: PhoneSectionProps) {
  const isNarrow = useIsNarrow();
  const open = useStore(sectionStore, ({ chosen }) => isSectionOpen(chosen, name));
  if (!isNarrow) return children;
  return (
    <details
      className="phone-section"
      id={sectionId(name)}
      open={open}
      onToggle={({ target, currentTarget }) => {
        // Those within it are heard here too.
        if (target === currentTarget && currentTarget.open !== open) showSection(name, currentTarget.open);
      }}
    >
      <summary>
        <h2>{title}</h2>
      </summary>
      {open && children}
    </details>
  );
}

/** Id of the element of a section on a narrow page. */
export function sectionId(name: SectionName): string {
  return `section-${name}`;
}
