/**
 * A part of the page that a narrow one folds under its name, so that a phone shows a list of what there is. On a wide page it
 * stands as it is. What was never open is not rendered; what was closed, or taken off the page, keeps what was typed and
 * chosen in it, listens to nothing meanwhile, and so costs next to nothing.
 */
import { Activity, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { isSectionOpen, sectionStore, showSection, type SectionName } from '../../state/sections';
import { useIsNarrow } from './hooks';

interface PhoneSectionProps {
  readonly name: SectionName;
  readonly title: string;
  /** Whether the page does not have it at all, for now. */
  readonly hidden?: boolean;
  readonly children: ReactNode;
}

export function PhoneSection({ name, title, hidden = false, children }: PhoneSectionProps) {
  const isNarrow = useIsNarrow();
  const chosen = useStore(sectionStore, (state) => isSectionOpen(state.chosen, name));
  const open = chosen || !isNarrow;
  const [wasSeen, setWasSeen] = useState(false);
  if (open && !hidden && !wasSeen) setWasSeen(true);
  if (hidden && !wasSeen) return null;
  return (
    <Activity mode={hidden ? 'hidden' : 'visible'}>
      <details
        className="phone-section"
        id={sectionId(name)}
        open={open}
        onToggle={({ target, currentTarget }) => {
          // Those within it are heard here too.
          if (target === currentTarget && currentTarget.open !== open) showSection(name, currentTarget.open);
        }}
      >
        {/* Not on a wide page. */}
        <summary>
          <h2>{title}</h2>
        </summary>
        <Activity mode={open ? 'visible' : 'hidden'}>{wasSeen && children}</Activity>
      </details>
    </Activity>
  );
}

/** Id of the element of a section. */
export function sectionId(name: SectionName): string {
  return `section-${name}`;
}
