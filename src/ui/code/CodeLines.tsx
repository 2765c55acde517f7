/**
 * Lines of code. What the pointer or the keyboard rests on, in the diagrams or here, lights up in both. It is written into the
 * page past React, as in the diagrams: a pointer passes dozens of lines in a second. For the keyboard it is one control: arrow
 * keys, Home and End go from line to line.
 */
import {
  memo,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useCodeMessages } from '../../i18n/code';
import type { SourceLine } from '../../pytorch/model';
import { highlightStore } from '../../state/highlight';
import { highlightOf, litLines } from './lines';
import { tokensOf, type Token } from './tokens';

interface CodeLinesProps {
  readonly lines: readonly SourceLine[];
  readonly plan: LanePlan;
}

const NOTHING = { layer: null, block: null, last: null, layers: [] };

const idOf = (line: number): string => `code-line-${line}`;

export function CodeLines({ lines, plan }: CodeLinesProps) {
  const text = useCodeMessages();
  const list = useRef<HTMLDivElement>(null);
  const tokens = useMemo(() => tokensOf(lines.map((line) => line.text)), [lines]);
  const [current, setCurrent] = useState<number | null>(null);
  /** The line that is pointed at here: what it lights up elsewhere is not sought here. */
  const pointed = useRef<number | null>(null);
  useLighting(list, lines, plan, pointed);

  const point = (line: number | null): void => {
    if (line === pointed.current) return;
    pointed.current = line;
    const source = line === null ? undefined : lines[line];
    highlightStore.setState(source === undefined ? NOTHING : highlightOf(source, plan));
  };
  const lineAt = (target: EventTarget): number | null => {
    const found = target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null;
    return found === null ? null : Number(found.dataset['line']);
  };
  const go = (line: number): void => {
    setCurrent(line);
    point(line);
    list.current?.querySelector(`#${idOf(line)}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const stops = lines.flatMap((line, i) => (line.text === '' ? [] : [i]));
    const place = current === null ? -1 : stops.findIndex((line) => line >= current);
    const to = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const line = stops[Math.max(0, Math.min(stops.length - 1, to))];
    if (line !== undefined) go(line);
  };
  return (
    <div
      ref={list}
      className="code-lines"
      role="listbox"
      aria-label={text.lines}
      aria-activedescendant={current === null || current >= lines.length ? undefined : idOf(current)}
      tabIndex={0}
      translate="no"
      data-testid="code-lines"
      onKeyDown={onKeyDown}
      onBlur={() => point(null)}
      onPointerOver={(event: PointerEvent) => point(lineAt(event.target))}
      onPointerLeave={() => point(null)}
    >
      {tokens.map((own, line) => (
        <Line key={line} line={line} tokens={own} isCurrent={line === current} />
      ))}
    </div>
  );
}

interface LineProps {
  readonly line: number;
  readonly tokens: readonly Token[];
  readonly isCurrent: boolean;
}

const Line = memo(function Line({ line, tokens, isCurrent }: LineProps) {
  const [first] = tokens;
  if (first === undefined) return <div className="code-line" role="presentation" />;
  const indent = /^ */.exec(first.text)?.[0].length ?? 0;
  return (
    <div
      id={idOf(line)}
      className="code-line"
      role="option"
      aria-selected={isCurrent}
      data-line={line}
      style={{ '--indent': `${indent}ch` } as React.CSSProperties}
    >
      {tokens.map(({ kind, text }, i) => (
        <span key={i} data-kind={kind}>
          {text}
          {text.endsWith('(') && <wbr />}
        </span>
      ))}
    </div>
  );
});

/** Follows what is highlighted elsewhere, and brings the lines that are about it alone into sight. */
function useLighting(
  list: React.RefObject<HTMLDivElement | null>,
  lines: readonly SourceLine[],
  plan: LanePlan,
  pointed: React.RefObject<number | null>,
): void {
  useLayoutEffect(() => {
    let lit: readonly Element[] = [];
    const elementOf = (line: number): Element[] => {
      const found = list.current?.children[line];
      return found === undefined ? [] : [found];
    };
    const light = (): void => {
      for (const element of lit) element.removeAttribute('data-lit');
      lit = [];
      if (pointed.current !== null) return;
      const { own, shared, main } = litLines(lines, plan, highlightStore.getState());
      const [first] = main === null ? [] : elementOf(main);
      for (const element of own.flatMap(elementOf)) element.setAttribute('data-lit', 'own');
      for (const element of shared.flatMap(elementOf)) element.setAttribute('data-lit', 'shared');
      lit = [...own, ...shared].flatMap(elementOf);
      if (first !== undefined) bringInSight(first);
    };
    light();
    const unsubscribe = highlightStore.subscribe(light);
    return () => {
      unsubscribe();
      for (const element of lit) element.removeAttribute('data-lit');
    };
  }, [list, lines, plan, pointed]);
}

/** Scrolls what an element is in, where it is out of sight, and nothing around that. */
function bringInSight(element: Element): void {
  const scroller = element.closest('.drawer-body');
  if (scroller === null) return;
  const frame = scroller.getBoundingClientRect();
  const head = scroller.querySelector('.code-head')?.getBoundingClientRect().bottom ?? frame.top;
  const { top, bottom } = element.getBoundingClientRect();
  if (top >= head && bottom <= frame.bottom) return;
  scroller.scrollTop += top - head - (frame.bottom - head) / 3;
}
