/**
 * Whether the style sheets arrived. A host that answers everything with a page, or breaks a file off, fails no request: the
 * browser takes what it gets for a sheet without rules, or with some of them.
 */
const LAST_RULES = ['--styles-of-start', '--styles-of-page'];

/** @throws Error where a style sheet is missing or not whole; `public/start.js` hears of it and says so. */
export function requireStyles(): void {
  const styles = getComputedStyle(document.documentElement);
  if (LAST_RULES.some((rule) => styles.getPropertyValue(rule) === ''))
    throw new Error('A style sheet of the page did not arrive whole.');
}
