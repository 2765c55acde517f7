/** WebKit, as GTK's port of it: its MiniBrowser, driven by WebKitWebDriver, on a screen of Xvfb's. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { actionsOf, expressionOf, type Driver, type Key, type Started } from './driver';
import type { InstalledWebKit } from './find';
import { WebDriverSession } from './webdriver';

/** Keys of WebDriver, in Unicode's private area. */
const KEYS: Readonly<Record<Key, string>> = {
  ArrowLeft: '\uE012',
  Enter: '\uE007',
  Escape: '\uE00C',
  Tab: '\uE004',
};

const SCREEN = '1600x1200x24';
const PATIENCE = 30_000;

/** Everything that a browser of GTK keeps, and where it saves files, lies in its folder. */
function environmentIn(folder: string): NodeJS.ProcessEnv {
  mkdirSync(join(folder, 'config', 'gtk-3.0'), { recursive: true });
  // Buttons around the page would keep the window wider than a phone.
  writeFileSync(
    join(folder, 'config', 'gtk-3.0', 'gtk.css'),
    '* { padding: 0; margin: 0; border-width: 0; min-width: 0; font-size: 1px; }',
  );
  writeFileSync(join(folder, 'config', 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${join(folder, 'saved')}"\n`);
  return {
    ...process.env,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
  };
}

/** A screen that nobody sees, which chooses its own number. */
async function startScreen(
  program: string,
): Promise<{ readonly screen: ChildProcess; readonly display: string }> {
  const screen = spawn(program, ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = screen.stdio[3];
  if (number === null || number === undefined) throw new Error('Xvfb has no way to tell its number');
  const [told] = (await once(number, 'data', { signal: AbortSignal.timeout(PATIENCE) })) as [Buffer];
  return { screen, display: `:${told.toString().trim()}` };
}

/** A port that nobody listens at. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export async function startWebKit(
  { driver: program, program: browser, screen: xvfb }: InstalledWebKit,
  { folder, headed }: Started,
): Promise<Driver> {
  const started: ChildProcess[] = [];
  const stop = (): void => {
    for (const child of started.toReversed()) child.kill();
  };
  try {
    const environment = environmentIn(folder);
    if (!headed && xvfb !== null) {
      const { screen, display } = await startScreen(xvfb);
      started.push(screen);
      environment['DISPLAY'] = display;
      delete environment['WAYLAND_DISPLAY'];
    }
    const port = await freePort();
    const server = `http://127.0.0.1:${port}`;
    started.push(spawn(program, [`--port=${port}`], { env: environment, stdio: 'ignore' }));
    for (const end = Date.now() + PATIENCE; !(await WebDriverSession.isThere(server)); await pause(50))
      if (Date.now() > end) throw new Error(`${program} does not answer`);
    const options = { binary: browser, args: ['--automation'] };
    const session = await WebDriverSession.begin(server, { 'webkitgtk:browserOptions': options });
    await session.post('timeouts', { script: 240_000, pageLoad: 240_000 });
    return driverOf(session, folder, stop);
  } catch (error) {
    stop();
    throw error;
  }
}

function driverOf(session: WebDriverSession, folder: string, stop: () => void): Driver {
  const evaluate: Driver['evaluate'] = async (act, ...given) =>
    (await session.evaluate(expressionOf(act, given))) as never;
  const keys = (text: string): Promise<unknown> =>
    session.post('actions', {
      actions: [
        {
          type: 'key',
          id: 'keyboard',
          actions: Array.from(text).flatMap((value) => [
            { type: 'keyDown', value },
            { type: 'keyUp', value },
          ]),
        },
      ],
    });
  return {
    name: 'WebKit',
    version: `${session.capabilities.browserVersion} (GTK)`,
    saved: join(folder, 'saved'),
    open: async (to) => {
      await session.post('url', { url: 'about:blank' });
      await session.post('url', { url: to });
    },
    evaluate,
    click: async (selector) => {
      await session.post(`element/${await session.find(selector)}/click`, {});
    },
    press: async (key) => void (await keys(KEYS[key])),
    type: async (text) => void (await keys(text)),
    upload: async (selector, paths) => {
      await session.post(`element/${await session.find(selector)}/value`, { text: paths.join('\n') });
    },
    resize: async (width, height) => {
      // A window has a frame around its page, which is known once it stands.
      const inner = await evaluate(() => [innerWidth, innerHeight] as const);
      const outer = (await session.get('window/rect')) as { readonly width: number; readonly height: number };
      await session.post('window/rect', {
        width: width + outer.width - inner[0],
        height: height + outer.height - inner[1],
      });
      for (const end = Date.now() + PATIENCE; ; await pause(20)) {
        const [w, h] = await evaluate(() => [innerWidth, innerHeight] as const);
        if (w === width && h === height) return;
        if (Date.now() > end) throw new Error(`the page has ${w}×${h} and not ${width}×${height}`);
      }
    },
    screenshot: async () => Buffer.from((await session.get('screenshot')) as string, 'base64'),
    draw: async (stroke) => void (await session.post('actions', { actions: actionsOf(stroke) })),
    close: async () => {
      await session.end().catch(() => undefined);
      stop();
    },
  };
}
