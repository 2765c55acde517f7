/** A client of WebDriver, as the W3C defines it: commands over HTTP, an answer to each. */

/** What a driver answers instead of a value. */
class WebDriverError extends Error {
  override readonly name = 'WebDriverError';
  /** The W3C's code, `element click intercepted` for one. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** The key under which an answer names an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export interface Capabilities {
  readonly browserName: string;
  readonly browserVersion: string;
}

async function ask(address: string, method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<unknown> {
  const response = await fetch(address, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const { value } = (await response.json()) as { readonly value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { readonly error: string; readonly message: string };
  throw new WebDriverError(error, message);
}

/** A session: one browser. */
export class WebDriverSession {
  readonly capabilities: Capabilities;
  readonly #address: string;

  private constructor(address: string, capabilities: Capabilities) {
    this.#address = address;
    this.capabilities = capabilities;
  }

  /**
   * @param server Where the driver listens.
   * @param wanted Capabilities that the session must have.
   * @throws WebDriverError
   */
  static async begin(server: string, wanted: object): Promise<WebDriverSession> {
    const { sessionId, capabilities } = (await ask(`${server}/session`, 'POST', {
      capabilities: { alwaysMatch: wanted },
    })) as { readonly sessionId: string; readonly capabilities: Capabilities };
    return new WebDriverSession(`${server}/session/${sessionId}`, capabilities);
  }

  /** Whether a driver listens there. */
  static async isThere(server: string): Promise<boolean> {
    return ask(`${server}/status`, 'GET').then(
      () => true,
      () => false,
    );
  }

  post(command: string, body: object): Promise<unknown> {
    return ask(`${this.#address}/${command}`, 'POST', body);
  }

  get(command: string): Promise<unknown> {
    return ask(`${this.#address}/${command}`, 'GET');
  }

  /** The first element that a selector names, for commands `element/…`. */
  async find(selector: string): Promise<string> {
    const found = await this.post('element', { using: 'css selector', value: selector });
    return (found as Readonly<Record<string, string>>)[ELEMENT] ?? '';
  }

  /** What an expression is, or its promise resolves to. */
  async evaluate(expression: string): Promise<unknown> {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => ${expression}).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = (await this.post('execute/async', { script, args: [] })) as {
      readonly value?: unknown;
      readonly error?: string;
    };
    if (error !== undefined) throw new Error(error);
    return value;
  }

  async end(): Promise<void> {
    await ask(this.#address, 'DELETE');
  }
}
