// @vitest-environment happy-dom
/** Presenting begins and ends as a whole, whether the browser gives the whole screen or not. */
import { afterEach, expect, it, vi } from 'vitest';
import { beginPresenting, endPresenting, presenterStore } from './presenter';

const root = document.documentElement;
const isPresenting = (): boolean => 'presenter' in root.dataset && presenterStore.getState().presenting;
const press = (key: string): boolean =>
  dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));

let whole: Element | null = null;
Object.defineProperty(document, 'fullscreenElement', { get: () => whole });
const fill = vi.fn<() => Promise<void>>();
root.requestFullscreen = fill;
const leave = vi.fn<() => Promise<void>>();
document.exitFullscreen = leave;

afterEach(() => {
  endPresenting();
  whole = null;
  fill.mockReset();
  leave.mockReset();
});

it('ends with Escape where the browser refuses the whole screen', () => {
  fill.mockRejectedValue(new TypeError('no'));
  beginPresenting();
  expect(isPresenting()).toBe(true);
  press('x');
  expect(isPresenting()).toBe(true);
  press('Escape');
  expect(isPresenting()).toBe(false);
  expect(leave).not.toHaveBeenCalled();
});

it('ends when the browser leaves the whole screen, and leaves it when it ends', () => {
  fill.mockResolvedValue();
  beginPresenting();
  whole = root;
  document.dispatchEvent(new Event('fullscreenchange'));
  expect(isPresenting()).toBe(true);
  whole = null;
  document.dispatchEvent(new Event('fullscreenchange'));
  expect(isPresenting()).toBe(false);
  beginPresenting();
  whole = root;
  endPresenting();
  expect(leave).toHaveBeenCalledTimes(1);
});

it('leaves Escape to what took it, and to a dialog', () => {
  fill.mockResolvedValue();
  beginPresenting();
  const taken = new KeyboardEvent('keydown', { key: 'Escape', cancelable: true });
  taken.preventDefault();
  dispatchEvent(taken);
  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.setAttribute('open', '');
  press('Escape');
  dialog.remove();
  expect(isPresenting()).toBe(true);
});

it('gives the focus back to what was hidden meanwhile', () => {
  fill.mockResolvedValue();
  const button = document.body.appendChild(document.createElement('button'));
  button.focus();
  beginPresenting();
  button.blur();
  endPresenting();
  expect(document.activeElement).toBe(button);
  button.remove();
});
