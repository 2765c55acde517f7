/** The place of the glossary's cards, whose code comes when the first of them is asked for. */
import { Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { closeTerm, termStore } from '../../glossary/shown';
import { useMessages } from '../../i18n/messages';
import { Boundary } from './Boundary';
import { lazyPart } from './lazy-part';

const TermCard = lazyPart(
  () => import('../../glossary/TermCard'),
  (module) => module.TermCard,
);

export function TermCards() {
  const { parts } = useMessages();
  const isAskedFor = useStore(termStore, ({ shown }) => shown !== null);
  const [wanted, setWanted] = useState(false);
  if (isAskedFor && !wanted) setWanted(true);
  if (!wanted) return null;
  const putOff = (): void => {
    closeTerm();
    setWanted(false);
  };
  return (
    <Boundary name={parts.names.glossary} onPutOff={putOff}>
      <Suspense fallback={null}>
        <TermCard />
      </Suspense>
    </Boundary>
  );
}
