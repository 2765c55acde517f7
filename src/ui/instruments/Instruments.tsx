/**
 * The live instruments: panels that are closed until somebody wants them. What the open ones need is asked of the worker by
 * `use-watch.ts`.
 */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { panelStore, showPanel, type PanelName } from '../../state/panels';
import { Section } from '../page/Section';
import './instruments.css';
import { LayerPanel } from './LayerPanel';
import { PredictionsPanel } from './PredictionsPanel';
import { StreamsPanel } from './StreamsPanel';

export function Instruments({ plans }: { readonly plans: readonly LanePlan[] }) {
  const { instruments } = useMessages();
  return (
    <Section
      title={instruments.title}
      explanation={instruments.explanation}
      className="instruments"
      testId="instruments"
    >
      <Disclosure name="streams">
        <StreamsPanel plans={plans} />
      </Disclosure>
      <Disclosure name="predictions">
        <PredictionsPanel />
      </Disclosure>
      <Disclosure name="layer">
        <LayerPanel plans={plans} />
      </Disclosure>
    </Section>
  );
}

/** A panel under a button that opens it. */
function Disclosure({ name, children }: { readonly name: PanelName; readonly children: ReactNode }) {
  const { panels } = useMessages().instruments;
  const open = useStore(panelStore, (state) => state.open.includes(name));
  return (
    <div className="instrument" data-open={open}>
      <h3>
        <button
          type="button"
          className="instrument-button"
          aria-expanded={open}
          aria-controls={`instrument-${name}`}
          data-testid={`instrument-${name}-toggle`}
          onClick={() => showPanel(name, !open)}
        >
          <span className="instrument-caret" aria-hidden="true" />
          {panels[name]}
        </button>
      </h3>
      <div id={`instrument-${name}`} data-testid={`instrument-${name}`} hidden={!open}>
        {open && children}
      </div>
    </div>
  );
}
