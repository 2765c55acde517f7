/** Reads Markdown with formulas, of texts as long and as nested as a lesson has a use for. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { mathFromMarkdown } from 'mdast-util-math';
import { math } from 'micromark-extension-math';

export type Root = ReturnType<typeof fromMarkdown>;
/** All but the root. */
export type Content = Root['children'][number];
export type Parent = Root | Extract<Content, { readonly children: unknown }>;

/**
 * Longest text, in characters. The reader of Markdown takes a time that grows with the square of what is nested or left open;
 * at this length a second at most.
 */
const LONGEST = 10_000;

/** Deepest nesting of what is shown: quotes within lists, say. */
const DEEPEST = 24;

/** A line that begins with more quotes and list items, one in the other, than anyone writes; a rule across the page is none. */
const NESTED = /^(?![ \t]*(?:[-*][ \t]*)+$)(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){9}/m;

/** Null for a text that is not read as Markdown, to be shown as it is written. */
export function readMarkdown(text: string): Root | null {
  if (text.length > LONGEST || NESTED.test(text)) return null;
  try {
    const root = fromMarkdown(text, { extensions: [math()], mdastExtensions: [mathFromMarkdown()] });
    return depthOf(root) > DEEPEST ? null : root;
  } catch {
    // Nested deeper than the stack: nobody's text.
    return null;
  }
}

function depthOf(node: Root | Content): number {
  return (
    1 + ('children' in node ? node.children.reduce((most, child) => Math.max(most, depthOf(child)), 0) : 0)
  );
}
