/**
 * Which MathML a formula may be made of. What temml makes of it is built anew from this list: whatever is not in it,
 * links, pictures, colours and sizes beyond reason among them, is left out, whoever wrote the formula.
 */

/** Elements that are kept; of others, their children are. */
export const ELEMENTS: ReadonlySet<string> = new Set(
  (
    'math mrow mi mn mo mtext mspace ms mstyle mpadded mphantom menclose mfrac msqrt mroot ' +
    'msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd'
  ).split(' '),
);

const WORD = /^[a-z-]{1,20}$/;
const FLAG = /^(?:true|false)$/;
const INTEGER = /^[+-]?\d{1,2}$/;

/** Lengths, in their units, up to what a formula of a lesson has a use for. */
const LENGTH = /^([+-]?(?:\d{1,4}(?:\.\d{0,6})?|\.\d{1,6}))(em|ex|pt|px|%|)$/;
const LONGEST: Readonly<Record<string, number>> = { em: 20, ex: 40, pt: 200, px: 200, '%': 100, '': 20 };

function isLength(value: string): boolean {
  const [, number, unit] = LENGTH.exec(value) ?? [];
  if (number === undefined || unit === undefined) return false;
  return Math.abs(Number(number)) <= (LONGEST[unit] ?? 0);
}

const matches =
  (pattern: RegExp) =>
  (value: string): boolean =>
    pattern.test(value);

const ATTRIBUTES: Readonly<Record<string, (value: string) => boolean>> = {
  display: matches(WORD),
  mathvariant: matches(WORD),
  form: matches(WORD),
  notation: matches(WORD),
  displaystyle: matches(FLAG),
  fence: matches(FLAG),
  separator: matches(FLAG),
  stretchy: matches(FLAG),
  symmetric: matches(FLAG),
  largeop: matches(FLAG),
  movablelimits: matches(FLAG),
  accent: matches(FLAG),
  accentunder: matches(FLAG),
  scriptlevel: matches(INTEGER),
  rowspan: matches(INTEGER),
  columnspan: matches(INTEGER),
  lspace: isLength,
  rspace: isLength,
  minsize: isLength,
  maxsize: isLength,
  width: isLength,
  height: isLength,
  depth: isLength,
  voffset: isLength,
  linethickness: isLength,
};

/** Spaces of tables and thin spaces, which temml writes as styles, and the frame of `\boxed`. */
const STYLES: Readonly<Record<string, string>> = {
  padding: 'padding',
  'padding-left': 'paddingLeft',
  'padding-right': 'paddingRight',
  'margin-left': 'marginLeft',
  'margin-right': 'marginRight',
  width: 'width',
  border: 'border',
};
const NEAREST = /^-?[0-2]?(?:\.\d+)?em$/;

function isStyle(name: string, value: string): boolean {
  if (name === 'border') return value === '1px solid';
  if (name.startsWith('margin')) return NEAREST.test(value);
  return isLength(value) && !value.startsWith('-');
}

/** Classes of temml's that `text.css` has rules for. */
const CLASSES: ReadonlySet<string> = new Set([
  'tml-left',
  'tml-right',
  'tml-jot',
  'tml-overline',
  'tml-underline',
]);

/** What temml makes of a part of a formula: a text, or an element; a row of several has neither text nor type. */
export interface MathNode {
  readonly text?: string;
  readonly type?: string;
  readonly children?: readonly MathNode[];
  readonly classes?: readonly string[];
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** By the names that scripts have for properties of CSS. */
  readonly style?: Readonly<Record<string, string>>;
}

interface Attribute {
  readonly name: string;
  readonly value: string;
}

/** What would stand in its tag. */
export function attributesOf({ attributes = {}, classes = [], style = {} }: MathNode): readonly Attribute[] {
  const css = Object.entries(style).map(
    ([name, value]) => `${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value};`,
  );
  return [
    ...Object.entries(attributes).map(([name, value]) => ({ name, value: String(value) })),
    { name: 'class', value: classes.join(' ') },
    { name: 'style', value: css.join('') },
  ];
}

/** Without spaces, and without the signs that have no width, such as that of a function which is applied. */
export function textOf({ text, children = [] }: MathNode): string {
  return text?.replaceAll(/[\u2061-\u2064\s]/g, '') ?? children.map(textOf).join('');
}

export interface Props {
  readonly [name: string]: string | Readonly<Record<string, string>>;
}

/** What is kept of an element's attributes, as React takes them. */
export function propsOf(attributes: Iterable<Attribute>): Props {
  const props: Record<string, string | Record<string, string>> = {};
  for (const { name, value } of attributes) {
    if (name === 'class') {
      const kept = value.split(' ').filter((one) => CLASSES.has(one));
      if (kept.length > 0) props['className'] = kept.join(' ');
    } else if (name === 'style') {
      const style = styleOf(value);
      if (Object.keys(style).length > 0) props['style'] = style;
    } else if (Object.hasOwn(ATTRIBUTES, name) && ATTRIBUTES[name]?.(value) === true) props[name] = value;
  }
  return props;
}

function styleOf(text: string): Record<string, string> {
  const style: Record<string, string> = {};
  for (const rule of text.split(';')) {
    const [name = '', value = ''] = rule.split(':').map((part) => part.trim());
    const property = Object.hasOwn(STYLES, name) ? STYLES[name] : undefined;
    if (property !== undefined && isStyle(name, value)) style[property] = value;
  }
  return style;
}
