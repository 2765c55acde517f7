/** Has the trainer worker run a script before its own code, in place of what a browser may do to it. */
import type { Page } from '@playwright/test';

export async function inWorker(page: Page, script: string): Promise<void> {
  await page.route('**/trainer.worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}
