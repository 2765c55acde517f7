/** The page on paper: what is said of the run before its networks, and the layout that is drawn for it. */
import { useStore } from 'zustand';
import { flushSync } from 'react-dom';
import { differences } from '../../config/codec/url';
import { DEFAULTS } from '../../config/defaults';
import { languageStore } from '../../i18n/language';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { printingStore } from '../../state/page';
import { runStore } from '../../state/run';
import { themeChanged } from '../../charts/core/colours';
import { frames } from '../../charts/core/frame';
import { measureAll } from '../../charts/core/plot';
import { linkOf } from '../share/link';

export function PrintHead() {
  const printing = useStore(printingStore, (state) => state.printing);
  return printing ? <Head /> : null;
}

function Head() {
  const { joins, notices, ui } = useMessages();
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
              .map(({ field, texts }) => joins.named(notices.fieldName(field), texts[1] || print.none))
              .join(' · ')}
      </p>
      <p>
        <a href={link}>{link}</a>
      </p>
    </header>
  );
}

/** What printing changes and is put back: the theme, and the place on the page. */
let before: { readonly theme: string | undefined; readonly top: number } | null = null;

/**
 * Lays the page out for paper before the browser does, so that canvases are drawn at the size at which they are printed, those
 * never scrolled to included; and for the screen again after it.
 */
export function watchPrinting(): void {
  addEventListener('beforeprint', begin);
  addEventListener('afterprint', end);
  matchMedia('print').addEventListener('change', ({ matches }) => (matches ? begin() : end()));
}

function begin(): void {
  if (before !== null) return;
  const { dataset } = document.documentElement;
  before = { theme: dataset['theme'], top: scrollY };
  // Paper is light.
  dataset['theme'] = 'light';
  dataset['printing'] = '';
  printingStore.setState({ date: new Date().toLocaleString(languageStore.getState().language) });
  layOut(true);
}

function end(): void {
  if (before === null) return;
  const { dataset } = document.documentElement;
  delete dataset['printing'];
  if (before.theme === undefined) delete dataset['theme'];
  else dataset['theme'] = before.theme;
  layOut(false);
  scrollTo(0, before.top);
  before = null;
}

function layOut(printing: boolean): void {
  flushSync(() => printingStore.setState({ printing }));
  themeChanged();
  flushSync(measureAll);
  flushSync(() => frames.drawAll());
}
