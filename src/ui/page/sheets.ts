/** Style sheets of the page that came, but not to their last rule, which the build puts into each. */

export function isWhole(sheet: CSSStyleSheet): boolean {
  const { cssRules: rules } = sheet;
  return rules.item(rules.length - 1)?.cssText.includes('--whole') === true;
}

/** Those of the page; others may have put theirs into it. */
export function sheetLinks(): readonly HTMLLinkElement[] {
  const folder = new URL('.', import.meta.url).href;
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]');
  return [...links].filter(({ href }) => href.startsWith(folder));
}

const told = new WeakSet<HTMLLinkElement>();

/** Whether one has come so since this was asked last. The development server has no such rules. */
export function hasBrokenSheet(): boolean {
  if (!import.meta.env.PROD) return false;
  const broken = sheetLinks().filter(
    (link) => link.sheet !== null && !isWhole(link.sheet) && !told.has(link),
  );
  for (const link of broken) told.add(link);
  return broken.length > 0;
}
