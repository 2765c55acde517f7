import type { Page } from '@playwright/test';

/** Reads a text by scripts in a blank page: under the policy of the page that is tested no text is parsed. */
export async function aside<T>(page: Page, read: (source: string) => T, source: string): Promise<T> {
  const blank = await page.context().newPage();
  const result = await blank.evaluate(read, source);
  await blank.close();
  return result;
}
