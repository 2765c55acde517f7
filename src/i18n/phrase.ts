/** Sentences in pieces, in which names of networks stand in their colours. */

/** The name of a network within a sentence. */
export interface LaneName {
  readonly lane: string;
  /** Whether the sentence begins with it. */
  readonly first: boolean;
}

/** A sentence in pieces. */
export type Phrase = readonly (string | LaneName)[];

/** Puts names and phrases into a text. */
export function say(
  texts: TemplateStringsArray,
  ...values: readonly (string | number | LaneName | Phrase)[]
): Phrase {
  const phrase: (string | LaneName)[] = [];
  texts.forEach((text, i) => {
    phrase.push(text);
    const value = values[i];
    if (value === undefined) return;
    if (typeof value === 'string' || typeof value === 'number') phrase.push(String(value));
    else if ('lane' in value) phrase.push(value);
    else phrase.push(...value);
  });
  return phrase.filter((piece) => piece !== '');
}

/** The name of a network that begins a sentence. */
export const begin = (lane: string): LaneName => ({ lane, first: true });

/** The same elsewhere in one. */
export const name = (lane: string): LaneName => ({ lane, first: false });

export const NOTHING: Phrase = [];

/** With a capital, where the script has any: what begins a sentence. */
export function capital(text: string): string {
  return text.replace(/^./u, (letter) => letter.toUpperCase());
}

/** The parts of a layer's name, `layer3.0.conv1`, counted from 1; null of a layer that stands in no stage. */
export function placeOf(
  layer: string,
): { readonly stage: number; readonly block: number; readonly rest: string | null } | null {
  const [, stage, block, rest] = /^layer(\d+)\.(\d+)(?:\.(.+))?$/.exec(layer) ?? [];
  return stage === undefined || block === undefined
    ? null
    : { stage: Number(stage), block: Number(block) + 1, rest: rest ?? null };
}
