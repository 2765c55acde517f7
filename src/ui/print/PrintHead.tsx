/** What a printed page says of the run before its networks: when and how far, on what, which settings, and the link. */
import { useStore } from 'zustand';
import { differences } from '../../config/compare';
import { DEFAULTS } from '../../config/defaults';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { printingStore } from '../../state/printing';
import { runStore } from '../../state/run';
import { linkOf } from '../page/link';

export function PrintHead() {
  const printing = useStore(printingStore, (state) => state.printing);
  return printing ? <Head /> : null;
}

function Head() {
  const { notices, ui } = useMessages();
  const { print } = ui;
  const config = useStore(experimentStore, (state) => state.config);
  const stepCount = useStore(runStore, (state) => state.stepCount);
  const backend = useStore(runStore, (state) => state.backend);
  const date = useStore(printingStore, (state) => state.date);
  const link = linkOf(config);
  const settings = differences([DEFAULTS, config]);
  return (
    <header className="print-head" data-testid="print-head">
      <h1>{ui.title}</h1>
      <p>{print.run(date, stepCount, backend?.name ?? '')}</p>
      <p>
        {print.settings}{' '}
        {settings.length === 0
          ? print.usual
          : settings
              .map(({ field, texts }) => `${notices.fieldName(field) || field}: ${texts[1] || print.none}`)
              .join(' · ')}
      </p>
      <p>
        <a href={link}>{link}</a>
      </p>
    </header>
  );
}
