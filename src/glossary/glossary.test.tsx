// @vitest-environment happy-dom
/** Every term says what it is in two sentences, shows its formula, and names its paper. */
import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { glossary, type TermId } from '../i18n/en/glossary';
import { useMessages } from '../i18n/messages';
import { FORMULAS } from './formulas';
import { Marked, partsOf } from './Marked';
import { addressOf, PAPERS } from './papers';
import { placeBeside } from './placement';
import { closeTerm } from './shown';
import { TermCard } from './TermCard';

const ids = Object.keys(glossary) as TermId[];

/** What browsers draw of MathML by themselves. */
const CORE = new Set(
  'math mi mn mo mrow mtext mfrac msqrt msub msup msubsup mover munderover'.split(' ') as (
    string | undefined
  )[],
);

describe('the terms', () => {
  it('have names of their own', () => {
    expect(new Set(ids.map((id) => glossary[id].name)).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(40);
  });

  it.each(ids)('%s: two sentences of at most 40 words', (id) => {
    const { text } = glossary[id];
    expect(text.match(/\.(?:\s|$)/g) ?? []).toHaveLength(2);
    expect(text.split(/\s+/).length).toBeLessThanOrEqual(40);
  });

  it('have formulas, where there is something to reckon', () => {
    expect(ids.filter((id) => FORMULAS[id] === null)).toEqual(['one-cycle', 'dead-channel']);
  });

  it.each(ids)('%s: a formula of elements that browsers draw, its brackets closed', (id) => {
    const formula = FORMULAS[id];
    if (formula === null) return;
    const markup = renderToStaticMarkup(formula);
    expect(markup).toMatch(/^<math display="block">.+<\/math>$/);
    const names = Array.from(markup.matchAll(/<(\w+)/g), ([, name]) => name);
    expect(names.filter((name) => !CORE.has(name))).toEqual([]);
    const text = markup.replaceAll(/<[^>]+>/g, '');
    const count = (sign: string): number => text.split(sign).length - 1;
    expect([count('('), count('⌊'), count('‖') % 2]).toEqual([count(')'), count('⌋'), 0]);
  });

  it('name papers, but for two measures of this page', () => {
    expect(ids.filter((id) => PAPERS[id] === null)).toEqual(['first-last-ratio', 'chance']);
  });

  const papers = ids.flatMap((id) => PAPERS[id] ?? []);

  it.each(papers)('$title ($authors $year) can be read', ({ authors, year, title, at }) => {
    expect(authors.length).toBeGreaterThan(3);
    expect(addressOf({ authors, year, title, at })).toMatch(/^https:\/\/\S+$/);
    if (!('arxiv' in at)) return;
    expect(at.arxiv).toMatch(/^\d{4}\.\d{4,5}$/);
    // Printed within two years of that, or the year before.
    const late = (year ?? 0) - (2000 + Number(at.arxiv.slice(0, 2)));
    expect([-1, 0, 1, 2]).toContain(late);
  });

  it('have one number for one paper', () => {
    const numbers = new Map(papers.flatMap(({ at, title }) => ('arxiv' in at ? [[title, at.arxiv]] : [])));
    expect(new Set(numbers.values()).size).toBe(numbers.size);
    expect(numbers.size).toBeGreaterThan(25);
  });
});

describe('a marked text', () => {
  it('is cut where its terms are', () => {
    expect(partsOf('A [norm](batch-norm) helps.')).toEqual([
      { text: 'A ', term: null },
      { text: 'norm', term: 'batch-norm' },
      { text: ' helps.', term: null },
    ]);
    expect(partsOf('[x] (y)')).toEqual([{ text: '[x] (y)', term: null }]);
    expect(partsOf('')).toEqual([]);
  });
});

describe('a card', () => {
  const term = (name: string): HTMLElement => screen.getByRole('button', { name, hidden: true });
  const card = (): HTMLElement | null => screen.queryByRole('dialog', { hidden: true });

  beforeEach(() => {
    vi.useFakeTimers();
    render(
      <>
        <Marked text="A [norm](batch-norm) before a [sum](residual-block)." />
        <TermCard />
      </>,
    );
  });
  afterEach(() => {
    act(closeTerm);
    cleanup();
    vi.useRealTimers();
  });

  it('opens by a click, takes the focus and gives it back on Escape', () => {
    expect(card()).toBeNull();
    fireEvent.click(term('norm'));
    expect(card()?.textContent).toContain('Ioffe, Szegedy 2015: Batch Normalization, arXiv:1502.03167');
    expect(card()?.querySelector('math')).not.toBeNull();
    expect(document.activeElement).toBe(card());
    expect(term('norm').getAttribute('aria-expanded')).toBe('true');
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(card()).toBeNull();
    expect(document.activeElement).toBe(term('norm'));
    act(() => void vi.advanceTimersByTime(2000));
    expect(card()).toBeNull();
  });

  it('opens where the pointer rests, and stays while it is on the term or the card', () => {
    fireEvent.pointerEnter(term('norm'), { pointerType: 'mouse' });
    act(() => void vi.advanceTimersByTime(300));
    expect(card()).toBeNull();
    act(() => void vi.advanceTimersByTime(200));
    expect(card()).not.toBeNull();
    expect(document.activeElement).toBe(document.body);
    fireEvent.pointerLeave(term('norm'));
    act(() => void vi.advanceTimersByTime(100));
    fireEvent.pointerEnter(card() as HTMLElement);
    act(() => void vi.advanceTimersByTime(2000));
    expect(card()).not.toBeNull();
    fireEvent.pointerLeave(card() as HTMLElement);
    act(() => void vi.advanceTimersByTime(2000));
    expect(card()).toBeNull();
  });

  it('gives way to another, and to a press elsewhere', () => {
    fireEvent.click(term('norm'));
    fireEvent.pointerDown(term('sum'));
    fireEvent.click(term('sum'));
    expect(screen.getAllByRole('dialog', { hidden: true })).toHaveLength(1);
    expect(card()?.querySelector('h3')?.textContent).toBe('Residual block');
    fireEvent.pointerDown(document.body);
    expect(card()).toBeNull();
  });

  it('is closed by a second click, and by Tab at its end, from where the focus goes on from the term', () => {
    fireEvent.click(term('norm'));
    fireEvent.click(term('norm'));
    expect(card()).toBeNull();
    fireEvent.click(term('norm'));
    fireEvent.keyDown(screen.getByRole('link', { hidden: true }), { key: 'Tab' });
    expect(card()).toBeNull();
    expect(document.activeElement).toBe(term('norm'));
  });
});

describe('the place of a card', () => {
  const page = { width: 400, height: 800 };
  const card = { width: 300, height: 200 };

  it('is below its term, or above where there is more room', () => {
    expect(placeBeside({ left: 20, top: 100, bottom: 120 }, card, page)).toEqual({ left: 20, top: 126 });
    expect(placeBeside({ left: 20, top: 700, bottom: 720 }, card, page)).toEqual({ left: 20, top: 494 });
  });

  it('is within the window', () => {
    expect(placeBeside({ left: 390, top: 100, bottom: 120 }, card, page).left).toBe(94);
    expect(placeBeside({ left: -5, top: 100, bottom: 120 }, card, page).left).toBe(6);
    const high = { width: 300, height: 900 };
    expect(placeBeside({ left: 20, top: 100, bottom: 120 }, high, page).top).toBe(6);
  });
});

describe('the texts of the page', () => {
  /** All strings of the messages, but those that functions make. */
  const stringsOf = (value: unknown): readonly string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(stringsOf)
        : [];

  it('mark only terms that the glossary has', () => {
    const { result } = renderHook(useMessages);
    const marked = stringsOf(result.current)
      .flatMap(partsOf)
      .flatMap(({ term }) => term ?? []);
    expect(marked.length).toBeGreaterThan(5);
    expect(marked.filter((term) => !ids.includes(term))).toEqual([]);
  });
});
