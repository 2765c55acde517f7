/**
 * Lays the page out for paper before the browser does, so that canvases are drawn at the size at which they are printed, those
 * never scrolled to included; and for the screen again after it.
 */
import { flushSync } from 'react-dom';
import { themeChanged } from '../../charts/core/colours';
import { frames } from '../../charts/core/frame';
import { measureAll } from '../../charts/core/plot';
import { printingStore } from '../../state/printing';

/** What printing changes and is put back: the theme, and the place on the page. */
let before: { readonly theme: string | undefined; readonly top: number } | null = null;

/** Follows the browser's printing, and the emulation of its media. */
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
  printingStore.setState({ date: new Date().toLocaleString() });
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
