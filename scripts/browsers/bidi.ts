/** Chromium and Firefox, driven by WebDriver BiDi through Puppeteer. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { launch as launchBrowser, type Browser, type Page } from 'puppeteer-core';
import { quietFlags } from '../chromium';
import { actionsOf, expressionOf, LackingError, type Driver, type Started } from './driver';

/** What Puppeteer's browser has and does not tell of: BiDi's own commands. */
interface Connected {
  readonly connection: {
    send(method: string, parameters: object): Promise<{ readonly result: unknown }>;
  };
}

interface Context {
  readonly context: string;
  readonly url: string;
}

async function launch(
  name: 'Chromium' | 'Firefox',
  program: string,
  folder: string,
  headed: boolean,
): Promise<Browser> {
  return launchBrowser({
    browser: name === 'Chromium' ? 'chrome' : 'firefox',
    executablePath: program,
    headless: !headed,
    protocol: 'webDriverBiDi',
    args: name === 'Chromium' ? [...quietFlags] : [],
    // Firefox refuses to run as root in another's home.
    env: { ...process.env, HOME: folder },
    downloadBehavior: { policy: 'allow', downloadPath: join(folder, 'saved') },
    extraPrefsFirefox: {
      'browser.download.dir': join(folder, 'saved'),
      'browser.download.folderList': 2,
      'browser.download.alwaysOpenPanel': false,
    },
    defaultViewport: null,
    protocolTimeout: 240_000,
  });
}

/** @param folder Empty, the browser's own while it runs. */
export async function startBidi(
  name: 'Chromium' | 'Firefox',
  program: string,
  { folder, headed, onFault }: Started,
): Promise<Driver> {
  const browser = await launch(name, program, folder, headed);
  const page = await browser.newPage();
  // Chromium heeds the behaviour of the launch in some versions only.
  if (name === 'Chromium') {
    const session = await page.createCDPSession();
    const downloadPath = join(folder, 'saved');
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath });
  }
  const address = `about:blank#${mkdtempSync(join(folder, 'window-'))}`;
  await page.goto(address);
  const context = await contextAt(browser, address);
  // The page asks before a trained run is left.
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  page.on('console', (message) => {
    if (message.type() === 'error') onFault(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) =>
    onFault(`thrown: ${error instanceof Error ? error.message : String(error)}`),
  );
  return {
    name,
    // `Chrome/156.0.0.0/@…`, `firefox/153.8.0`.
    version: (await browser.version()).split('/')[1] ?? '',
    saved: join(folder, 'saved'),
    open: async (to) => {
      // A new fragment alone would load nothing.
      await page.goto('about:blank');
      await page.goto(to);
    },
    evaluate: async (act, ...given) => (await page.evaluate(expressionOf(act, given))) as never,
    click: (selector) => page.click(selector),
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    upload: (selector, paths) => upload(page, selector, paths),
    resize: (width, height) => page.setViewport({ width, height }),
    screenshot: () => page.screenshot(),
    draw: async (stroke) => {
      try {
        await send(browser, 'input.performActions', { context, actions: actionsOf(stroke) });
      } catch (error) {
        if (!String(error).includes('Unimplemented')) throw error;
        throw new LackingError(`${name} takes no ${stroke.pointer} from its driver`);
      }
    },
    close: () => browser.close(),
  };
}

async function upload(page: Page, selector: string, paths: readonly string[]): Promise<void> {
  const field = await page.waitForSelector(selector);
  await field?.toElement('input').then((input) => input.uploadFile(...paths));
}

async function send(browser: Browser, method: string, parameters: object): Promise<unknown> {
  const { result } = await (browser as unknown as Connected).connection.send(method, parameters);
  return result;
}

/** The window that shows an address which no other has. */
async function contextAt(browser: Browser, address: string): Promise<string> {
  const { contexts } = (await send(browser, 'browsingContext.getTree', {})) as {
    readonly contexts: readonly Context[];
  };
  const found = contexts.find(({ url }) => url === address);
  if (found === undefined) throw new Error(`no window shows ${address}`);
  return found.context;
}
