/** Formulas as MathML: strings that are read letter by letter, and the few constructions that a line of text lacks. */
import { createElement, type ReactElement, type ReactNode } from 'react';
import { useGlossaryPage } from '../i18n/glossary';

type FormulaWord = keyof ReturnType<typeof useGlossaryPage>['words'];

/** A piece of a formula; several in a row are written one after the other. */
export type Piece = string | ReactElement | readonly Piece[];

/** Words, numbers with decimals, and single signs. */
const TOKENS = /\p{L}[\p{L}\p{M}′]*|\d+(?:\.\d+)?|[^\s]/gu;

/** Signs that stand for something, not for what is done with it. */
const SYMBOLS = new Set(['∂', '∞']);

/** Signs that MathML would stretch, or put space around, as operators between two things. */
const FENCES = new Set(['‖', '|', '(', ')', '{', '}', '⌊', '⌋']);

function element(name: string, children: readonly ReactNode[], attributes = {}): ReactElement {
  return createElement(name, attributes, ...children);
}

function token(text: string): ReactElement {
  if (/^\d/.test(text)) return element('mn', [text]);
  if (/^\p{L}/u.test(text) || SYMBOLS.has(text)) return element('mi', [text]);
  return element('mo', [text], FENCES.has(text) ? { stretchy: 'false', lspace: '0', rspace: '0' } : {});
}

/** A piece as one element: a letter is an identifier, upright where it is a word; digits are numbers, all else operators. */
function one(piece: Piece): ReactElement {
  if (typeof piece === 'string') {
    const tokens = Array.from(piece.matchAll(TOKENS), ([text]) => token(text));
    const [only] = tokens;
    return tokens.length === 1 && only !== undefined ? only : element('mrow', tokens);
  }
  return Array.isArray(piece)
    ? element('mrow', (piece as readonly Piece[]).map(one))
    : (piece as ReactElement);
}

const built =
  (name: string) =>
  (...pieces: readonly Piece[]): ReactElement =>
    element(name, pieces.map(one));

/** A base with what stands below it, above it, or both, in this order. */
export const sub = built('msub');
export const sup = built('msup');
export const subsup = built('msubsup');
/** A numerator over a denominator. */
export const frac = built('mfrac');
export const root = built('msqrt');

/** A large operator with its bounds. */
export const over = (sign: 'Σ' | '∏', from: Piece, to: Piece): ReactElement =>
  element('munderover', [element('mo', [sign === 'Σ' ? '∑' : sign]), one(from), one(to)]);

/** A letter with a hat: an estimate. */
export const hat = (letter: string): ReactElement =>
  element('mover', [one(letter), element('mo', ['^'])], { accent: 'true' });

/** Words between signs, in the language of the page. */
export const words = (name: FormulaWord): ReactElement => createElement(Words, { name });

function Words({ name }: { readonly name: FormulaWord }): ReactElement {
  return element('mtext', [`\u00A0${useGlossaryPage().words[name]}\u00A0`]);
}

/** A whole formula, on a line of its own. */
export function formula(...pieces: readonly Piece[]): ReactElement {
  return element('math', pieces.map(one), { display: 'block' });
}
