/** A part of the builder under its name, folded or not: as it was left, for as long as the page lives. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { Boundary } from '../page/Boundary';
import { useExperiment } from '../page/hooks';

/** What was opened (true) or closed by hand, by name. */
const sectionStore = createStore<Readonly<Partial<Record<string, boolean>>>>()(() => ({}));

interface SectionProps {
  /** What it is remembered by. */
  readonly name: string;
  readonly title: string;
  /** Whether it is open at first. */
  readonly open?: boolean;
  readonly children: ReactNode;
}

export function Section({ name, title, open = false, children }: SectionProps) {
  const isOpen = useStore(sectionStore, (state) => state[name] ?? open);
  const config = useExperiment();
  return (
    <details
      className="section"
      open={isOpen}
      onToggle={({ target, currentTarget }) => {
        if (target === currentTarget && currentTarget.open !== isOpen)
          sectionStore.setState({ [name]: currentTarget.open });
      }}
    >
      <summary>{title}</summary>
      <div className="section-body">
        <Boundary name={title} shows={config}>
          {children}
        </Boundary>
      </div>
    </details>
  );
}
