/** Numbers that all browsers must have alike, to the last digit. */

interface Figure {
  readonly byBrowser: Map<string, string>;
  /** What Node has. */
  expected?: string;
}

export class Figures {
  readonly #figures = new Map<string, Figure>();

  note(name: string, browser: string, value: string, expected?: string): void {
    const figure = this.#figures.get(name) ?? { byBrowser: new Map<string, string>() };
    figure.byBrowser.set(browser, value);
    if (expected !== undefined) figure.expected = expected;
    this.#figures.set(name, figure);
  }

  /** Each with what is wrong with it, null where nothing is: all are the same, and there is something to compare. */
  judged(): readonly { readonly name: string; readonly failure: string | null }[] {
    return [...this.#figures].map(([name, { byBrowser, expected }]) => {
      const values = [...byBrowser, ...(expected === undefined ? [] : [['Node', expected] as const])];
      const isSame = new Set(values.map(([, value]) => value)).size === 1 && values[0]?.[1] !== '';
      return { name, failure: isSame ? null : values.map(([of, value]) => `${of}: ${value}`).join('\n') };
    });
  }

  /** In Markdown: a row for each number, a column for each that has it. */
  table(): string {
    const browsers = [
      ...new Set([...this.#figures.values()].flatMap(({ byBrowser }) => [...byBrowser.keys()])),
    ];
    const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
    return [
      row(['', 'Node', ...browsers]),
      row(['---', '---', ...browsers.map(() => '---')]),
      ...[...this.#figures].map(([name, { byBrowser, expected = '–' }]) =>
        row([name, expected, ...browsers.map((browser) => byBrowser.get(browser) ?? '–')]),
      ),
    ].join('\n');
  }
}
