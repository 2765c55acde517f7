/** For tests: a pen that notes what is drawn, in letters of one width. */
import type { Frame } from '../charts/core/marks';

/** Width of a letter for each pixel of its size. */
const LETTER = 0.5;

export interface Words {
  readonly words: string;
  readonly left: number;
  readonly baseline: number;
  readonly size: number;
  /** Its right end. */
  readonly right: number;
}

/** A plot of 400 by 200 pixels, a step wide as two of them, with what was written and every line's points. */
export function recordedFrame() {
  const words: Words[] = [];
  const lines: (readonly [number, number])[][] = [];
  let font = '';
  const size = (): number => Number(/([\d.]+)px/.exec(font)?.[1]);
  const widthOf = (text: string): number => text.length * size() * LETTER;
  const pen: Record<string, unknown> = {
    measureText: (text: string) => ({ width: widthOf(text) }),
    fillText: (text: string, left: number, baseline: number) =>
      words.push({ words: text, left, baseline, size: size(), right: left + widthOf(text) }),
    beginPath: () => lines.push([]),
    moveTo: (x: number, y: number) => lines.at(-1)?.push([x, y]),
    lineTo: (x: number, y: number) => lines.at(-1)?.push([x, y]),
  };
  const context = new Proxy(pen, {
    get: (own, name) => own[String(name)] ?? (() => undefined),
    set: (_, name, value: unknown) => {
      if (name === 'font') font = String(value);
      return true;
    },
  });
  const frame = { context, x: (step: number) => 2 * step, left: 0, right: 400, height: 200 };
  return { frame: frame as unknown as Frame, words, lines };
}
