/**
 * A text of a lesson: Markdown with formulas, built from React elements of a few kinds. Nothing of it is run, taken for HTML, or
 * asked for from anywhere; see `lessons/format.ts` for what its links mean.
 */
import { Fragment, useMemo, type ReactNode } from 'react';
import { Term } from '../../../glossary/Term';
import { addressOf } from './address';
import { Code } from './Code';
import { Formula } from './Formula';
import { readMarkdown, type Content, type Parent } from './markdown';
import { SpotButton } from './SpotButton';
import type { OnSpot } from './spots';
import './text.css';

interface LessonTextProps {
  readonly text: string;
  /** Left out where there is nothing to light up: then the words stand as they are. */
  readonly onSpot?: OnSpot;
  /** Goes to a step, counted from 1. Left out likewise. */
  readonly onStep?: (step: number) => void;
}

interface Context {
  /** What is rendered, for what is shown as it was written. */
  readonly text: string;
  readonly onSpot: OnSpot | null;
  readonly onStep: ((step: number) => void) | null;
}

export function LessonText({ text, onSpot, onStep }: LessonTextProps) {
  const root = useMemo(() => readMarkdown(text), [text]);
  return (
    <div className="lesson-text">
      {root === null ? (
        <p className="lesson-text-plain">{text}</p>
      ) : (
        childrenOf(root, { text, onSpot: onSpot ?? null, onStep: onStep ?? null })
      )}
    </div>
  );
}

function childrenOf(node: Parent, context: Context): ReactNode {
  return node.children.map((child, index) => {
    const marks = isWhole(child, context) ? marksOf(node.children[index + 1]) : '';
    const held = isWhole(node.children[index - 1], context) ? marksOf(child).length : 0;
    const own = child.type === 'text' && held > 0 ? { ...child, value: child.value.slice(held) } : child;
    return (
      <Fragment key={index}>
        {marks === '' ? (
          shown(own, context)
        ) : (
          <span className="lesson-held">
            {shown(own, context)}
            {marks}
          </span>
        )}
      </Fragment>
    );
  });
}

/** Whether browsers take it for one thing, behind which they break a line even before a comma. */
function isWhole(node: Content | undefined, { onSpot, onStep }: Context): boolean {
  if (node?.type === 'inlineMath') return true;
  const kind = node?.type === 'link' ? addressOf(node.url)?.kind : undefined;
  return (kind === 'spot' && onSpot !== null) || (kind === 'step' && onStep !== null);
}

/** What a text begins with that may not begin a line. */
function marksOf(node: Content | undefined): string {
  return node?.type === 'text' ? (/^[\p{Pe}\p{Pf}，。、：；！？,.:;!?]+/u.exec(node.value)?.[0] ?? '') : '';
}

/** As it was written. */
function sourceOf({ position }: Content, { text }: Context): string {
  return position === undefined ? '' : text.slice(position.start.offset, position.end.offset);
}

function shown(node: Content, context: Context): ReactNode {
  switch (node.type) {
    case 'text':
      return <Words text={node.value} />;
    case 'paragraph':
      return <p>{childrenOf(node, context)}</p>;
    case 'heading':
      // The step has a heading of its own, below which a text's would be out of order.
      return (
        <p>
          <strong>{childrenOf(node, context)}</strong>
        </p>
      );
    case 'emphasis':
      return <em>{childrenOf(node, context)}</em>;
    case 'strong':
      return <strong>{childrenOf(node, context)}</strong>;
    case 'list':
      return node.ordered === true ? (
        <ol start={node.start ?? 1}>{childrenOf(node, context)}</ol>
      ) : (
        <ul>{childrenOf(node, context)}</ul>
      );
    case 'listItem':
      return <li>{childrenOf(node, context)}</li>;
    case 'blockquote':
      return <blockquote>{childrenOf(node, context)}</blockquote>;
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'inlineCode':
      return <code translate="no">{node.value}</code>;
    case 'code':
      return <Code code={node.value} language={node.lang ?? null} onSpot={context.onSpot} />;
    case 'inlineMath':
      return <Formula source={node.value} isBlock={false} onSpot={context.onSpot} />;
    case 'math':
      return <Formula source={node.value} isBlock onSpot={context.onSpot} />;
    case 'link':
      return link(node.url, childrenOf(node, context), sourceOf(node, context), context);
    case 'image':
      // Its words, if it has any: nothing is asked for.
      return node.alt;
    case 'html':
    case 'linkReference':
    case 'imageReference':
    case 'definition':
      return sourceOf(node, context);
    // What no extension here reads.
    case 'delete':
    case 'footnoteDefinition':
    case 'footnoteReference':
    case 'table':
    case 'tableCell':
    case 'tableRow':
    case 'yaml':
      return null;
  }
  return node satisfies never;
}

/** @param source The link as it was written: shown where it leads nowhere. */
function link(url: string, words: ReactNode, source: string, { onSpot, onStep }: Context): ReactNode {
  const address = addressOf(url);
  if (address === null) return source;
  switch (address.kind) {
    case 'spot':
      return onSpot === null ? (
        words
      ) : (
        <SpotButton className="spot-link" spot={address.spot} onSpot={onSpot}>
          {words}
        </SpotButton>
      );
    case 'term':
      return <Term id={address.term}>{words}</Term>;
    case 'step':
      return onStep === null ? (
        words
      ) : (
        <button type="button" className="link" onClick={() => onStep(address.step)}>
          {words}
        </button>
      );
    case 'web':
      return (
        <a href={address.href} target="_blank" rel="noopener noreferrer">
          {words}
        </a>
      );
  }
  return address satisfies never;
}

const STRONG = /\*\*([^*]+)\*\*/;

/**
 * Words of a paragraph. CommonMark takes no `**` for emphasis that stands between a full-width bracket and a Han character, where Chinese,
 * which has no spaces, puts it; what is left of these is read here.
 */
function Words({ text }: { readonly text: string }): ReactNode {
  return text
    .split(STRONG)
    .map((words, index) => (index % 2 === 1 ? <strong key={index}>{words}</strong> : words));
}
