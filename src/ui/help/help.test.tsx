// @vitest-environment happy-dom
/** Keys press the buttons that name them, where letters are not text, and the help lists every one of them. */
import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { help as texts } from '../../i18n/en/help';
import { HelpDialog } from './HelpDialog';
import { closeHelp, helpStore, openHelp } from './help-store';
import { setShortcuts, shortcut, shortcutOf, SHORTCUTS, useShortcuts } from './shortcuts';

const PLAIN = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false };

afterEach(() => {
  cleanup();
  setShortcuts(true);
});

describe('the table of keys', () => {
  it('gives no key to two buttons, and every one a name', () => {
    const keys = Object.values(SHORTCUTS);
    expect(new Set(keys).size).toBe(keys.length);
    expect(Object.keys(texts.shortcuts.names)).toEqual(Object.keys(SHORTCUTS));
  });

  it('reads letters in either case, signs with Shift or without, and nothing beside other keys', () => {
    expect(shortcutOf({ ...PLAIN, key: 'k' })).toBe('K');
    expect(shortcutOf({ ...PLAIN, key: 'R', shiftKey: true })).toBe('Shift+R');
    expect(shortcutOf({ ...PLAIN, key: '?', shiftKey: true })).toBe('?');
    expect(shortcutOf({ ...PLAIN, key: '?' })).toBe('?');
    for (const other of [
      { key: 'r' },
      { key: 'K', shiftKey: true },
      { key: 'k', ctrlKey: true },
      { key: 's', metaKey: true },
      { key: 'f', altKey: true },
      { key: 'k', repeat: true },
      { key: 'Escape' },
    ])
      expect(shortcutOf({ ...PLAIN, ...other })).toBeNull();
  });
});

describe('a key', () => {
  const onClick = vi.fn<() => void>();
  // Nothing has a box here.
  beforeEach(() =>
    vi.spyOn(HTMLElement.prototype, 'getClientRects').mockReturnValue([{}] as unknown as DOMRectList),
  );
  afterEach(() => {
    onClick.mockClear();
    vi.restoreAllMocks();
  });

  function page(disabled = false) {
    renderHook(useShortcuts);
    render(
      <>
        <button type="button" disabled={disabled} onClick={onClick} {...shortcut('train')}>
          Train
        </button>
        <input aria-label="text" />
        <input type="radio" aria-label="radio" />
        <select aria-label="menu" />
      </>,
    );
  }

  it('presses its button', () => {
    page();
    fireEvent.keyDown(document.body, { key: 'k' });
    fireEvent.keyDown(screen.getByLabelText('radio'), { key: 'k' });
    expect(onClick).toHaveBeenCalledTimes(2);
  });

  it('does nothing in a field, with a key that was taken, under a dialog, or when switched off', () => {
    page();
    fireEvent.keyDown(screen.getByLabelText('text'), { key: 'k' });
    fireEvent.keyDown(screen.getByLabelText('menu'), { key: 'k' });
    const taken = new KeyboardEvent('keydown', { key: 'k', cancelable: true });
    taken.preventDefault();
    window.dispatchEvent(taken);
    const dialog = document.body.appendChild(document.createElement('dialog'));
    dialog.setAttribute('open', '');
    fireEvent.keyDown(document.body, { key: 'k' });
    dialog.remove();
    setShortcuts(false);
    fireEvent.keyDown(document.body, { key: 'k' });
    expect(onClick).not.toHaveBeenCalled();
    expect(localStorage.getItem('resnet-explorer.shortcuts')).toBe('off');
  });

  it('does not press what cannot be pressed, or is not there', () => {
    page(true);
    fireEvent.keyDown(document.body, { key: 'k' });
    fireEvent.keyDown(document.body, { key: 's' });
    expect(onClick).not.toHaveBeenCalled();
  });
});

describe('the help', () => {
  it('lists the keys that are bound', () => {
    render(<HelpDialog />);
    const listed = Array.from(document.querySelectorAll('.help-keys dt'), ({ textContent }) => textContent);
    for (const keys of Object.values(SHORTCUTS)) expect(listed).toContain(keys);
  });

  it('finds terms by name, text and author', () => {
    render(<HelpDialog />);
    const field = screen.getByRole('searchbox', { hidden: true });
    const names = (): readonly (string | null)[] =>
      Array.from(document.querySelectorAll('.glossary h4'), ({ textContent }) => textContent);
    expect(names().length).toBeGreaterThan(40);
    fireEvent.change(field, { target: { value: 'ioffe' } });
    expect(names()).toEqual(['Batch norm', 'Branch scale', 'Label smoothing']);
    fireEvent.change(field, { target: { value: 'GRADIENT clip' } });
    expect(names()).toEqual(['Gradient clipping']);
    fireEvent.change(field, { target: { value: 'nothing like it' } });
    expect(screen.getByRole('status', { hidden: true }).textContent).toBe('No term has these words.');
  });

  it('closes by its button', () => {
    act(openHelp);
    render(<HelpDialog />);
    fireEvent.click(screen.getByRole('button', { name: 'Close', hidden: true }));
    expect(helpStore.getState().open).toBe(false);
    closeHelp();
  });
});
