/** Saves what a chart shows as a file. Loaded when somebody first opens the menu of a chart. */
import { encode, differences } from '../../config/codec/url';
import { DEFAULTS } from '../../config/defaults';
import type { Messages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { withoutParameters } from '../../state/page';
import { runStore } from '../../state/run';
import type { Exhibit } from '../core/exhibit';
import { csvOf } from './csv';
import { pictureOf, type Picture } from './picture';

export type SavedAs = 'svg' | 'png' | 'csv';

/** Pixels of a PNG per CSS pixel. */
const SCALE = 2;

/**
 * Saves it, and returns the name of the file.
 * @throws Where nothing is measured yet, or the browser cannot make the picture; with the reason.
 */
export async function save(
  exhibit: Exhibit,
  as: SavedAs,
  title: string,
  lanes: readonly string[],
  messages: Messages,
): Promise<string> {
  const { name, step } = exhibit;
  if (step < 0) throw new Error(messages.charts.menu.nothing);
  const file = `resnet-explorer-${name}-step-${step}.${as}`;
  if (as === 'csv') download(file, new Blob([csvOf(exhibit.data())], { type: 'text/csv;charset=utf-8' }));
  else {
    const caption = { title, lanes, settings: settingsText(messages, step), link: linkText() };
    const picture = pictureOf(exhibit, caption);
    download(file, as === 'svg' ? svgBlob(picture) : await pngBlob(picture));
  }
  return file;
}

/** The experiment in one line, how far it was trained and on what; then what is set otherwise than by default. */
export function settingsText(
  { charts, essentials, joins, notices, ui }: Messages,
  step: number,
): readonly string[] {
  const { config } = experimentStore.getState();
  const { backend } = runStore.getState();
  const run = [essentials(config), charts.step(step), ...(backend === null ? [] : [backend.name])].join(
    ' · ',
  );
  const settings = differences([DEFAULTS, config]);
  if (settings.length === 0) return [run];
  const said = settings.map(({ field, texts }) =>
    joins.named(notices.fieldName(field), texts[1] || ui.print.none),
  );
  return [run, `${ui.print.settings} ${said.join(' · ')}`];
}

export function linkText(): string {
  const { origin, pathname, search } = location;
  return `${origin}${pathname}${withoutParameters(search)}${encode(experimentStore.getState().config)}`;
}

/** What XML has no characters for (XML 1.0, “Characters”): with one of them a file is none. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for.
const NO_CHARACTERS = /[\0-\x08\x0B\x0C\x0E-\x1F\p{Cs}\uFFFE\uFFFF]/gu;

export function svgBlob({ svg }: Pick<Picture, 'svg'>): Blob {
  const markup = new XMLSerializer().serializeToString(svg).replaceAll(NO_CHARACTERS, '\uFFFD');
  return new Blob([markup], { type: 'image/svg+xml' });
}

/** Drawn from the SVG, so that both look the same. */
export async function pngBlob(picture: Picture): Promise<Blob> {
  const address = URL.createObjectURL(svgBlob(picture));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = SCALE * picture.width;
    canvas.height = SCALE * picture.height;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (blob === null) throw new Error('The picture is too large for this browser.');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function download(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
