/**
 * The page under its policy. What it breaks of it stands in the console, which fails any test (see `test.ts`): so what all the
 * others do goes by the policy, and here is what the policy refuses.
 */
import { HEADERS } from '../scripts/hosting/headers';
import { POLICY_TEXT } from '../scripts/hosting/policy';
import { TINY } from './experiments';
import { expect, expectFault, test } from './test';

test('files come with the headers that hosts are told', async ({ page, request }) => {
  await page.goto('./');
  const [entry = ''] = await page
    .locator('script[type=module]')
    .evaluateAll((all) => all.flatMap((one) => one.getAttribute('src') ?? []));
  for (const [address, kept] of [
    ['./', 'no-cache'],
    ['start.js', 'no-cache'],
    ['data/fashion-mnist/manifest.json', 'no-cache'],
    [entry, 'public, max-age=31536000, immutable'],
  ] as const) {
    const answer = await request.get(address);
    expect(answer.status(), address).toBe(200);
    const headers = answer.headers();
    for (const [name, value] of Object.entries(HEADERS)) expect(headers[name.toLowerCase()]).toBe(value);
    expect(headers['cache-control'], address).toBe(kept);
  }
  for (const address of [
    'assets/gone.js',
    'assets/',
    'nothing.html',
    '..%2fpackage.json',
    'assets/..%2f..%2fpackage.json',
  ]) {
    const answer = await request.get(address);
    expect(answer.status(), address).toBe(404);
    expect(answer.headers()['cache-control'], address).toBe('no-cache');
  }
});

test('the page has its policy before all else, for hosts without headers', async ({ page }) => {
  await page.goto('./');
  const first = page.locator('head > :first-child');
  await expect(first).toHaveAttribute('http-equiv', 'Content-Security-Policy');
  await expect(first).toHaveAttribute('content', POLICY_TEXT);
  // Where a charset is looked for.
  const source = await (await page.request.get('./')).text();
  expect(source.indexOf('<meta charset')).toBeLessThan(1024 - 24);
});

/** What a text could do that became more than a text: each is refused, and said so. */
const REFUSED = {
  'markup from a text': () => void (document.body.innerHTML = '<b>b</b>'),
  'a document from a text': () => void new DOMParser().parseFromString('<b>b</b>', 'text/html'),
  'code from a text': () => void Reflect.construct(Function, ['document.title = "run"']),
  'a script from a text': () => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "run"';
    document.body.append(script);
  },
  'a handler from a text': () => document.body.setAttribute('onclick', 'document.title = "run"'),
  'a worker of a text': () =>
    void new Worker(URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' }))),
  'a worker without a policy': () => void new Worker('start.js'),
  'a policy of another name': () => {
    const { trustedTypes } = window as unknown as {
      trustedTypes: { createPolicy(name: string, rule: object): void };
    };
    trustedTypes.createPolicy('default', {});
  },
  'a style from a text': () => {
    const style = document.createElement('style');
    style.textContent = 'body { display: none }';
    document.head.append(style);
  },
  'a style of a tag': () => document.body.setAttribute('style', 'display: none'),
  'a request elsewhere': () => void fetch('https://elsewhere.example/').catch(() => undefined),
  'a picture from elsewhere': () => void (new Image().src = 'https://elsewhere.example/a.png'),
  'a frame from elsewhere': () => {
    const frame = document.createElement('iframe');
    frame.src = 'https://elsewhere.example/';
    document.body.append(frame);
  },
  'another base': () => {
    const base = document.createElement('base');
    base.href = 'https://elsewhere.example/';
    document.head.append(base);
  },
} as const;

test('what would be more than text is refused', async ({ explorer, page, faults }) => {
  await explorer.openReady(TINY);
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
  });
  const violations = () => page.evaluate(() => (window as unknown as { seen: string[] }).seen.length);
  for (const [what, act] of Object.entries(REFUSED)) {
    await test.step(what, async () => {
      const before = await violations();
      // In a turn of its own: what a test's own call does with a text, the browser allows.
      await page.evaluate(`setTimeout(() => { try { (${String(act)})(); } catch {} })`);
      await expect.poll(violations).toBeGreaterThan(before);
    });
  }
  await expect(page).toHaveTitle(/ResNet Explorer/);
  await expect(page.locator('body')).toBeVisible();
  // And the page goes on.
  await explorer.stepTo(1);
  expectFault(faults, /Content Security Policy|'Trusted\w+' assignment|elsewhere\.example/i);
});

test('workers are under the policy, those within workers too', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  await explorer.stepTo(1);
  const workers = page.workers();
  // The trainer's, and one for each of two lanes, as far as the machine has cores.
  expect(workers.length).toBeGreaterThan(0);
  for (const worker of workers) {
    const outcomes = await worker.evaluate(async () => {
      const tried = async (act: () => unknown) => {
        try {
          // See above.
          await new Promise((turn) => setTimeout(turn));
          await act();
          return 'done';
        } catch (error) {
          return error instanceof Error ? error.name : String(error);
        }
      };
      return [
        await tried(() => Reflect.construct(Function, ['return 1'])),
        await tried(() => new Worker(self.location.href)),
        await tried(() => fetch('https://elsewhere.example/')),
      ];
    });
    expect(outcomes).toEqual(['EvalError', 'TypeError', 'TypeError']);
  }
});
