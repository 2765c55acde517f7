/** Whose the bundled images are: what has to go with them wherever they are taken. */
import { DATA_SETS, isDrawn, type DataConfig } from '../config/data-sets';
import { download } from './download';
import { browserTools } from './fetch';
import { fetchManifest } from './fetch-manifest';
import type { Licence } from './manifest';

export interface NoticeOptions {
  /** Address of the folder that the page is served from. */
  readonly baseUrl: URL | string;
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
}

/**
 * Title, source and licences of a set's images with the texts of these; null of images that are drawn or the reader's own.
 * @throws DataError where they cannot be had.
 */
export async function noticeOf({ set }: DataConfig, options: NoticeOptions): Promise<string | null> {
  if (set === 'own' || isDrawn(set)) return null;
  const base = new URL(`data/${DATA_SETS[set].folder ?? ''}/`, options.baseUrl);
  const tools = browserTools(options);
  const { title, source, citation, licences } = await fetchManifest(base, tools);
  const text = async (licence: Licence): Promise<string> => {
    const { name, copyright } = licence;
    const head = `${copyright}\nLicence: ${name}`;
    if (licence.file === undefined) return `${head}, ${licence.address}`;
    const bytes = await download(new URL(licence.file, base), tools, {}, () => undefined);
    return `${head}\n\n${new TextDecoder().decode(bytes).trim()}`;
  };
  const texts = await Promise.all(licences.map(text));
  return `${[`${title}\n${source}\n${citation}`, ...texts].join('\n\n---\n\n')}\n`;
}
