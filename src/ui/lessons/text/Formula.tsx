/** A formula in LaTeX, as MathML that browsers set by themselves; a faulty one as its source, which says what is wrong. */
import temml from 'temml';
import { createElement, Fragment, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import type { Spot } from '../../../lessons/spots';
import { spotOf } from './address';
import { attributesOf, ELEMENTS, propsOf, textOf, type MathNode, type Props } from './mathml';
import { focusing, pointing, type OnSpot } from './spots';
import { Wide } from './Wide';

/** Longest formula, in characters, and deepest nesting of its braces: beyond, it is shown as it is written. */
const LONGEST = 2000;
const DEEPEST = 40;

interface FormulaProps {
  readonly source: string;
  /** On a line of its own. */
  readonly isBlock: boolean;
  readonly onSpot: OnSpot | null;
}

type Read = { readonly root: MathNode } | { readonly problem: string };

/** `\href{spot:branch}{F(x)}`, for which temml itself has no use any more, travels as a class. */
const MACROS = { '\\href': '\\class{#1}{#2}' };

/** Reads a formula: as what temml would write as MathML, not to be trusted yet, or what is wrong with it. */
export function readFormula(source: string, isBlock: boolean): Read {
  if (source.length > LONGEST) return { problem: `> ${String(LONGEST)}` };
  if (depthOf(source) > DEEPEST) return { problem: `{ > ${String(DEEPEST)}` };
  try {
    // Its markup is not asked for: nothing here makes elements of a text.
    const root: MathNode = temml.__renderToMathMLTree(source, {
      displayMode: isBlock,
      throwOnError: true,
      // A formula defines nothing for the next one.
      macros: { ...MACROS },
      maxExpand: 200,
      maxSize: [20, 200],
      trust: ({ command }: { readonly command: string }) => command === '\\class',
    });
    return root.type === 'math' ? { root } : { problem: source };
  } catch (error) {
    return { problem: told(error) };
  }
}

function depthOf(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const letter of source) {
    if (letter === '{') depth++;
    if (letter === '}') depth--;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** temml marks the place of an error by lines below its letters, which few fonts have. */
function told(error: unknown): string {
  return (error instanceof Error ? error.message : String(error))
    .replaceAll('\u0332', '')
    .slice(0, 200)
    .trim();
}

interface Part {
  readonly spot: Spot;
  /** Its letters and signs. */
  readonly text: string;
  readonly name: string;
  readonly props: Props;
  readonly children: readonly ReactNode[];
}

/** Builds a formula anew, from what the list of MathML lets through. `mark` makes what is shown of a part that names a place. */
function build(node: MathNode, mark: (part: Part) => ReactNode): ReactNode {
  if (node.text !== undefined) return node.text;
  const children = (node.children ?? []).map((child) => build(child, mark));
  if (node.type === undefined) return createElement(Fragment, null, ...children);
  if (!ELEMENTS.has(node.type)) return createElement('mrow', null, ...children);
  const part = { name: node.type, props: propsOf(attributesOf(node)), children };
  const [className = ''] = node.classes ?? [];
  const spot = className.startsWith('spot:') ? spotOf(className.slice('spot:'.length)) : null;
  return spot === null ? plain(part) : mark({ ...part, spot, text: textOf(node) });
}

function plain({ name, props, children }: Omit<Part, 'spot' | 'text'>): ReactElement {
  return createElement(name, props, ...children);
}

export function Formula({ source, isBlock, onSpot }: FormulaProps) {
  const read = useMemo(() => readFormula(source, isBlock), [source, isBlock]);
  const set =
    'problem' in read ? (
      <code className="formula-faulty" title={read.problem}>
        {source}
      </code>
    ) : onSpot === null ? (
      build(read.root, plain)
    ) : (
      <Lighting root={read.root} onSpot={onSpot} />
    );
  return isBlock ? <Wide className="formula-block">{set}</Wide> : set;
}

/**
 * A formula whose parts light places up. Parts of MathML have no names and take no focus that all browsers would give them, so
 * that each has a button, for keys and screen readers.
 */
function Lighting({ root, onSpot }: { readonly root: MathNode; readonly onSpot: OnSpot }) {
  const [focused, setFocused] = useState<number | null>(null);
  const parts: Part[] = [];
  const math = build(root, (part) => {
    const index = parts.push(part) - 1;
    return createElement(
      part.name,
      {
        ...part.props,
        className: `formula-part ${focused === index ? 'formula-part-lit' : ''}`,
        ...pointing(part.spot, onSpot, (pointed) => buttonOf(pointed, index)),
      },
      ...part.children,
    );
  });
  return (
    <span className="formula">
      {math}
      {parts.map(({ spot, text }, index) => {
        const { onFocus, onBlur } = focusing(spot, onSpot);
        return (
          <button
            key={index}
            type="button"
            className="visually-hidden"
            data-spot={spot}
            onFocus={() => {
              setFocused(index);
              onFocus();
            }}
            onBlur={() => {
              setFocused(null);
              onBlur();
            }}
          >
            {text}
          </button>
        );
      })}
    </span>
  );
}

/** The button of a part. */
function buttonOf(part: Element, index: number): HTMLElement | null {
  return part.closest('.formula')?.querySelectorAll('button')[index] ?? null;
}
