/** What the checks of `npm run browsers` ask of a browser, whatever the protocol is by which it is driven. */

export type BrowserName = 'Chromium' | 'Firefox' | 'WebKit';

/** What points: a mouse, a finger, or a pen. */
export type Pointer = 'mouse' | 'touch' | 'pen';

/** In CSS pixels of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A pointer put down at the first point, moved through the others, and taken away at the last. */
export interface Stroke {
  readonly pointer: Pointer;
  readonly points: readonly Point[];
  /** Milliseconds that it rests where it was put down. */
  readonly rest?: number;
}

/** Keys that have no character of their own. */
export type Key = 'ArrowLeft' | 'Enter' | 'Escape' | 'Tab';

/** This driver has no way to do it; the message says what. */
export class LackingError extends Error {
  override readonly name = 'LackingError';
}

/** A window of a browser, with a profile that nobody had before. */
export interface Driver {
  readonly name: BrowserName;
  /** As the browser gives it. */
  readonly version: string;
  /** Folder into which it saves what a page hands out. */
  readonly saved: string;
  /** Loads an address, also where only its fragment is new. */
  open(address: string): Promise<void>;
  /**
   * Calls a function in the page. It is sent as text, and so are its arguments and what it returns, or its promise resolves to, as
   * JSON: it reaches nothing around it.
   */
  evaluate<Given extends readonly unknown[], Result>(
    act: (...given: Given) => Result | Promise<Result>,
    ...given: Given
  ): Promise<Result>;
  /** Clicks in the middle of the first element that a selector names. */
  click(selector: string): Promise<void>;
  /** Presses a key where the focus is. */
  press(key: Key): Promise<void>;
  /** Types where the focus is. */
  type(text: string): Promise<void>;
  /** Hands files to a field. */
  upload(selector: string, paths: readonly string[]): Promise<void>;
  /** Gives the page this much room. */
  resize(width: number, height: number): Promise<void>;
  /** What is seen, as a PNG. */
  screenshot(): Promise<Uint8Array>;
  /** @throws LackingError where the browser takes no such pointer from its driver. */
  draw(stroke: Stroke): Promise<void>;
  /** Ends the browser. */
  close(): Promise<void>;
}

/** What a browser is started with. */
export interface Started {
  /** The browser's own while it runs, with an empty folder `saved` in it. */
  readonly folder: string;
  readonly headed: boolean;
  /** Told what the browser itself notes as an error of the page. */
  readonly onFault: (fault: string) => void;
}

/** The expression that a page evaluates to what `evaluate` gives. */
export function expressionOf(act: (...given: never[]) => unknown, given: readonly unknown[]): string {
  // What compiles TypeScript here wraps functions inside of it into `__name`.
  const called = given.map((one) => JSON.stringify(one) ?? 'undefined').join(', ');
  return `((__name) => (${act.toString()})(${called}))((one) => one)`;
}

/** One source of the W3C's input actions, which BiDi and WebDriver share. */
export function actionsOf({ pointer, points, rest = 0 }: Stroke): readonly object[] {
  const [first = { x: 0, y: 0 }, ...others] = points.map(({ x, y }) => ({
    x: Math.round(x),
    y: Math.round(y),
  }));
  return [
    {
      type: 'pointer',
      id: pointer,
      parameters: { pointerType: pointer },
      actions: [
        { type: 'pointerMove', duration: 0, ...first },
        { type: 'pointerDown', button: 0 },
        { type: 'pause', duration: rest },
        ...others.map((point) => ({ type: 'pointerMove', duration: 40, ...point })),
        { type: 'pointerUp', button: 0 },
      ],
    },
  ];
}
