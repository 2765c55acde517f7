/** What must never happen on the page, whatever is done to it, as it is found: in the browser's console, its requests, and its DOM. */
import type { BrowserContext } from 'playwright';

/** Long tasks of the page from here on, in milliseconds, are hangs. */
export interface FaultOptions {
  readonly address: string;
  readonly hang: number;
  readonly report: (fault: string) => void;
}

/** Watches all pages that a context will open. */
export async function watchFaults(
  context: BrowserContext,
  { address, hang, report }: FaultOptions,
): Promise<void> {
  const own = new URL(address).hostname;
  context.on('weberror', (event) => report(`thrown: ${event.error().stack ?? event.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') report(`console: ${message.text()}`);
  });
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== own) report(`elsewhere: ${request.url()}`);
  });
  await context.exposeBinding('reportFaultOfPage', (_, fault: string) => report(fault));
  // What runs these programs gives functions their names by it, in the page too.
  await context.addInitScript('globalThis.__name ??= (named) => named;');
  await context.addInitScript(watchPage, hang);
}

/** Runs in the page. */
function watchPage(hang: number): void {
  const { reportFaultOfPage: report } = window as unknown as {
    reportFaultOfPage: (fault: string) => Promise<void>;
  };
  const told = new Set<string>();
  const tell = (fault: string): void => {
    if (told.has(fault)) return;
    told.add(fault);
    void report(fault);
  };
  // What a reader may have typed or measured is shown as it is.
  const DATA = /^(data-|aria-label|aria-valuetext|aria-description|title|value|href|content|placeholder|alt)/;
  const look = (node: Node): void => {
    if (node instanceof Element) {
      for (const { name, value } of node.attributes)
        if (!DATA.test(name) && /\bNaN\b|Infinity|\bundefined\b|\[object /.test(value))
          tell(
            `attribute: <${node.localName} class="${node.getAttribute('class') ?? ''}"> ${name}="${value.slice(0, 60)}"`,
          );
    } else if (
      node instanceof Text &&
      /\[object |\bundefined\b|Infinity|NaN ?(?:%|px|MB|kB|ms)/.test(node.data)
    ) {
      tell(
        `text: ${node.data.slice(0, 80)} in <${node.parentElement?.localName ?? ''} class="${node.parentElement?.className ?? ''}">`,
      );
    }
  };
  new MutationObserver((records) => {
    for (const { target, addedNodes, type } of records) {
      if (type !== 'childList') look(target);
      for (const node of addedNodes) {
        look(node);
        const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) look(walker.currentNode);
      }
    }
  }).observe(document, { attributes: true, childList: true, characterData: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries())
      if (duration > hang) void report(`hang: the page stood still for ${Math.round(duration)} ms`);
  }).observe({ type: 'longtask', buffered: true });
  // A window that prints waits for somebody, and what leads elsewhere would.
  window.print = () => undefined;
  addEventListener(
    'click',
    (event) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (link instanceof HTMLAnchorElement && link.origin !== location.origin) event.preventDefault();
    },
    true,
  );
}
