/**
 * What a browser's translator does to a page: every text node gives way to `<font><font>…</font></font>`, in which stands
 * the translation or the node itself, and so does every text that comes later. React keeps its text nodes by reference and
 * knows nothing of it: https://github.com/facebook/react/issues/11538
 */
import type { Page } from '@playwright/test';

export interface Translation {
  /** What stands in the new elements: the old text node, or one of the same words in its place. */
  readonly node: 'moved' | 'replaced';
  /** Whether texts that ask not to be translated are, too. */
  readonly all: boolean;
}

/** Translates whatever the page shows from now on, as soon as it is shown. To be called before the page is opened. */
export async function translate(page: Page, translation: Translation): Promise<void> {
  await page.addInitScript(({ node, all }) => {
    const wrap = (text: Text): void => {
      const { parentElement } = text;
      if (parentElement === null || text.data.trim() === '') return;
      if (parentElement.closest('font, script, style, noscript') !== null) return;
      if (!all && parentElement.closest('[translate="no"]') !== null) return;
      const outer = document.createElement('font');
      const inner = outer.appendChild(document.createElement('font'));
      text.before(outer);
      if (node === 'replaced') text.remove();
      inner.append(node === 'replaced' ? text.data : text);
    };
    const wrapWithin = (root: Node): void => {
      if (root instanceof Text) return wrap(root);
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode() !== null) texts.push(walker.currentNode as Text);
      texts.forEach(wrap);
    };
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        addedNodes.forEach(wrapWithin);
        if (target instanceof Text) wrap(target);
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
  }, translation);
}

declare global {
  interface Window {
    /** Places where React was about to touch a text node that a translator may have taken away. */
    sharedTextsOfTest: string[];
  }
}

/**
 * Watches for texts that would break under a translator: those that React itself changes, takes away or puts something
 * before, since they are not alone in their element. To be called before the page is opened; returns what tells the places.
 */
export async function watchTexts(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    window.sharedTextsOfTest = [];
    // React marks the text nodes that it made one by one; a text that is alone in its element is none of them.
    const isReacts = (node: Node | null): boolean =>
      node instanceof Text && Object.keys(node).some((key) => key.startsWith('__reactFiber$'));
    const place = (node: Node | null): string => {
      const parts: string[] = [];
      for (let at = node; at instanceof Element && parts.length < 4; at = at.parentElement) {
        const { tagName, id, dataset } = at as HTMLElement;
        const name = at.getAttribute('class') ?? '';
        parts.unshift(
          `${tagName.toLowerCase()}${id && `#${id}`}${name && `.${name}`}${dataset['testid'] ?? ''}`,
        );
      }
      return parts.join(' > ');
    };
    const tell = (what: string, node: Node, parent: Node | null): void => {
      const where = `${what} in ${place(parent)}`;
      if (window.sharedTextsOfTest.some((line) => line.startsWith(where))) return;
      window.sharedTextsOfTest.push(`${where}: “${(node.textContent ?? '').slice(0, 40)}”`);
    };
    new MutationObserver((records) => {
      for (const { type, target, addedNodes, removedNodes, nextSibling } of records) {
        if (type === 'characterData') {
          if (isReacts(target)) tell('changed:', target, target.parentNode);
          continue;
        }
        // What goes or comes with its element is no matter.
        if (!target.isConnected) continue;
        for (const node of removedNodes) if (isReacts(node)) tell('removed:', node, target);
        for (const node of addedNodes) {
          if (isReacts(node)) tell('added:', node, target);
          if (isReacts(nextSibling)) tell('put before:', nextSibling as Node, target);
        }
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => window.sharedTextsOfTest);
}
