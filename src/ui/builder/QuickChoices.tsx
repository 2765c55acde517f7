/** The four choices that make the most of the network, on the stage: what they are, and a card to change them in. */
import { Suspense, useId, useRef, useState } from 'react';
import { isClassicPlan } from '../../architecture/plan-experiment';
import { depthOf } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { Boundary } from '../page/Boundary';
import { useEditedPlan, useEditedView } from '../page/edited';
import { useIsNarrow } from '../page/hooks';
import { lazyPart } from '../page/lazy-part';
import { BUILDER, openDrawer } from './drawer';
import './quick.css';

const QuickFields = lazyPart(
  () => import('./QuickFields'),
  (module) => module.QuickFields,
);

/** Null on a narrow page, where they stand first in the sheet of the builder, and of a classic network, which has others. */
export function QuickChoices() {
  const isClassic = isClassicPlan(useEditedPlan());
  return useIsNarrow() || isClassic ? null : <Choices />;
}

function Choices() {
  const { settings, ui } = useMessages();
  const { network } = useEditedView();
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const { quick } = ui.builder;
  const words = [
    quick.layers(depthOf(network)),
    network.norm === 'none' ? quick.noNorm : settings.norm.choices[network.norm],
    settings.act.choices[network.activation],
    settings.block.choices[network.block],
  ];
  return (
    <>
      <button
        ref={button}
        type="button"
        className="quick-button"
        data-testid="quick"
        popoverTarget={id}
        aria-expanded={open}
        aria-label={quick.button(words)}
      >
        {words.map((word, place) => (
          <span key={place}>{word}</span>
        ))}
      </button>
      <div
        ref={card}
        id={id}
        popover="auto"
        className="quick-card"
        role="group"
        aria-label={quick.label}
        onBeforeToggle={({ currentTarget }) => {
          const left = button.current?.getBoundingClientRect().left ?? 0;
          currentTarget.style.left = `${left}px`;
        }}
        onToggle={({ newState }) => setOpen(newState === 'open')}
      >
        {open && (
          <Boundary name={quick.label}>
            <Suspense>
              <QuickFields />
            </Suspense>
          </Boundary>
        )}
        <button
          type="button"
          className="quick-all"
          onClick={() => {
            card.current?.hidePopover();
            openDrawer(BUILDER);
          }}
        >
          {quick.all}
        </button>
      </div>
    </>
  );
}
