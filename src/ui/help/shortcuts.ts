/**
 * The keys of the page, bound and listed from one table. A key presses the button that names it as its own (`shortcut`): what
 * the button does, and when it can be pressed, stays the button's affair.
 */
import { useEffect } from 'react';
import { createStore } from 'zustand/vanilla';

/** As `aria-keyshortcuts` writes them. What throws a run away asks for two keys. */
export const SHORTCUTS = {
  train: 'K',
  step: 'S',
  reset: 'Shift+R',
  pin: 'P',
  build: 'B',
  code: 'C',
  present: 'F',
  help: '?',
} as const;

export type ShortcutName = keyof typeof SHORTCUTS;

/** Properties of the button that a key presses. */
export function shortcut(name: ShortcutName): { readonly 'aria-keyshortcuts': string } {
  return { 'aria-keyshortcuts': SHORTCUTS[name] };
}

const KEPT = 'resnet-explorer.shortcuts';

/** Whether single keys act: speech input and a hand that slips may press them unasked. */
export const shortcutStore = createStore<{ readonly on: boolean }>()(() => ({ on: true }));

/** Has single keys act or not, and remembers it where the browser keeps anything. */
export function setShortcuts(on: boolean): void {
  shortcutStore.setState({ on });
  try {
    localStorage.setItem(KEPT, on ? 'on' : 'off');
  } catch {
    // Storage may be forbidden; it then lasts as long as the page.
  }
}

function restoreShortcuts(): void {
  try {
    shortcutStore.setState({ on: localStorage.getItem(KEPT) !== 'off' });
  } catch {
    // As above.
  }
}

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>;

/** The keys of the table that an event is of; null where it is of none. */
export function shortcutOf(event: Pressed): string | null {
  const { key, shiftKey, ctrlKey, metaKey, altKey, repeat } = event;
  if (ctrlKey || metaKey || altKey || repeat) return null;
  // A sign is where the keyboard has it, with Shift or without.
  const keys = /^[a-z]$/i.test(key) ? `${shiftKey ? 'Shift+' : ''}${key.toUpperCase()}` : key;
  return Object.values<string>(SHORTCUTS).includes(keys) ? keys : null;
}

/** Fields of text take letters for themselves, and menus go to the entry that begins with one. */
export function takesLetters(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement)
    return !['radio', 'checkbox', 'range', 'button'].includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

/** Presses the button of a key, where it can be seen and pressed, and where no dialog lies over it. */
function onShortcut(event: KeyboardEvent): void {
  if (event.defaultPrevented || !shortcutStore.getState().on || takesLetters(event.target)) return;
  const keys = shortcutOf(event);
  if (keys === null || document.querySelector('dialog[open]') !== null) return;
  const button = document.querySelector<HTMLButtonElement>(
    `button[aria-keyshortcuts="${keys}"]:not(:disabled)`,
  );
  if (button === null || button.getClientRects().length === 0) return;
  event.preventDefault();
  button.click();
}

export function useShortcuts(): void {
  useEffect(() => {
    restoreShortcuts();
    addEventListener('keydown', onShortcut);
    return () => removeEventListener('keydown', onShortcut);
  }, []);
}
