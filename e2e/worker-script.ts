/** Has workers run a script before their own code, in place of what a browser may do to them. */
import type { Page } from '@playwright/test';

/** In the trainer worker, and in those that it makes: their files are not asked for through the page. */
export async function inWorker(page: Page, script: string): Promise<void> {
  const all = `${script}
    {
      const module = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      const first = module(${JSON.stringify(script)});
      const Own = Worker;
      self.Worker = class extends Own {
        constructor(address, options) {
          super(module('import "' + first + '"; import "' + address + '";'), options);
        }
      };
    }`;
  await page.route('**/trainer.worker-*.js', async (route) => {
    const response = await route.fetch();
    // The page's policy would refuse workers of such code.
    const { 'content-security-policy': _, ...headers } = response.headers();
    await route.fulfill({ response, headers, body: `${all}\n${await response.text()}` });
  });
}
