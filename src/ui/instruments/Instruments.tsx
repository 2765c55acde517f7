/** The live instruments: panels that are closed until somebody wants them. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { panelStore, showPanel } from '../../state/panels';
import { Section, type Panel, type PanelProps } from '../page/Section';
import './instruments.css';

export function Instruments({ panels, plans }: PanelProps & { readonly panels: readonly Panel[] }) {
  const { instruments } = useMessages();
  return (
    <Section
      title={instruments.title}
      explanation={instruments.explanation}
      className="instruments"
      testId="instruments"
    >
      {panels.map((panel) => (
        <Disclosure key={panel.name} panel={panel} plans={plans} />
      ))}
    </Section>
  );
}

/** A panel under a button that opens it. */
function Disclosure({ panel: { name, title, Content }, plans }: PanelProps & { readonly panel: Panel }) {
  const texts = useMessages();
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
          {title(texts)}
        </button>
      </h3>
      <div id={`instrument-${name}`} data-testid={`instrument-${name}`} hidden={!open}>
        {open && Content !== null && <Content plans={plans} />}
      </div>
    </div>
  );
}
