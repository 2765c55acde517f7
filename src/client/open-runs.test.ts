import { describe, expect, it } from 'vitest';
import { OpenRuns } from './open-runs';

/** Locks of a browser, as far as they are used: who does not wait gets none that is held. */
function browser(): { readonly locks: LockManager } {
  const held = new Set<string>();
  const request = async (
    name: string,
    options: LockOptions | LockGrantedCallback<unknown>,
    granted?: LockGrantedCallback<unknown>,
  ): Promise<void> => {
    const callback = typeof options === 'function' ? options : granted;
    await Promise.resolve();
    if (held.has(name)) {
      if (typeof options !== 'function' && options.ifAvailable === true) await callback?.(null);
      return;
    }
    held.add(name);
    await callback?.({ name, mode: 'exclusive' });
    held.delete(name);
  };
  const query = () => Promise.resolve({ held: [...held].map((name) => ({ name })), pending: [] });
  return { locks: { request, query } as unknown as LockManager };
}

describe('runs at hand', () => {
  it('a run that several tabs ask for at once is one tab’s, until that has another one', async () => {
    const navigator = browser();
    const [first, second] = [new OpenRuns(navigator), new OpenRuns(navigator)];
    expect(await Promise.all([first.claim('a'), second.claim('a')])).toStrictEqual([true, false]);
    expect(await first.claim('a')).toBe(true);
    expect(await Promise.all([first.isElsewhere('a'), second.isElsewhere('a')])).toStrictEqual([false, true]);
    expect(await first.claim('b')).toBe(true);
    expect(await second.all()).toStrictEqual(['b']);
    expect(await second.claim('a')).toBe(true);
    second.release();
    await new Promise((resolve) => setTimeout(resolve));
    expect(await first.all()).toStrictEqual(['b']);
  });

  it('without locks each tab has what it asks for', async () => {
    const open = new OpenRuns({});
    expect(await open.claim('a')).toBe(true);
    expect(await open.isElsewhere('a')).toBe(false);
  });

  it('a browser that refuses locks is as one without', async () => {
    const request = () => Promise.reject(new DOMException('', 'SecurityError'));
    const open = new OpenRuns({ locks: { request, query: request } as unknown as LockManager });
    expect(await open.claim('a')).toBe(true);
    expect(await open.isElsewhere('a')).toBe(false);
  });
});
