/** Lines of Python, and how long statements are broken over several, as Black does it. */

/** A line of code, and what of the plan it is about. */
export interface SourceLine {
  readonly text: string;
  /** Names of layers, blocks and parameters' modules of the plan: `layer1.0`, `layer1.0.conv1`, `fc`. */
  readonly of: readonly string[];
}

/** Columns of a line. */
export const WIDTH = 88;

const STEP = '    ';

export function line(text: string, of: readonly string[] = []): SourceLine {
  return { text, of };
}

export const BLANK: SourceLine = line('');

/** Lines of text that are about nothing of the plan, or all about the same. */
export function linesOf(text: string, of: readonly string[] = []): SourceLine[] {
  return text.split('\n').map((each) => line(each, of));
}

export function indented(lines: readonly SourceLine[], levels = 1): SourceLine[] {
  return lines.map(({ text, of }) => line(text === '' ? '' : STEP.repeat(levels) + text, of));
}

/** The call of a class or function. */
export interface Call {
  readonly callee: string;
  readonly args: readonly string[];
}

/** A call on a line of its own. */
export function inline({ callee, args }: Call): string {
  return `${callee}(${args.join(', ')})`;
}

/** What stands around a call, and how many levels deep it will. */
export interface Around {
  readonly before?: string;
  readonly after?: string;
  readonly depth?: number;
}

/** A call as one line where there is room for it, else with its arguments on a line of their own, else each on one. */
export function call(
  { callee, args }: Call,
  of: readonly string[],
  { before = '', after = '', depth = 2 }: Around = {},
): SourceLine[] {
  const room = WIDTH - STEP.length * depth;
  const whole = `${before}${inline({ callee, args })}${after}`;
  if (whole.length <= room || args.length === 0) return [line(whole, of)];
  const together = args.join(', ');
  const inner =
    STEP.length + together.length <= room
      ? [line(together, of)]
      : args.map((argument) => line(`${argument},`, of));
  return [line(`${before}${callee}(`, of), ...indented(inner), line(`)${after}`, of)];
}

/** Brackets around items that have lines of their own, such as the blocks of a `Sequential`. */
export function bracketed(
  [open, close]: readonly [string, string],
  items: readonly (readonly SourceLine[])[],
  of: readonly string[],
): SourceLine[] {
  const inner = items.flatMap((lines) =>
    lines.map(({ text, of: own }, i) => line(i === lines.length - 1 ? `${text},` : text, own)),
  );
  return [line(open, of), ...indented(inner), line(close, of)];
}

/** A list of numbers: what is repeated as a product, where that is shorter, broken where it is long. */
export function listOf(values: readonly number[], before: string, after: string): SourceLine[] {
  const runs: { value: number; count: number }[] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last !== undefined && Object.is(last.value, value)) last.count += 1;
    else runs.push({ value, count: 1 });
  }
  const product = runs
    .map(({ value, count }) => (count === 1 ? `[${float(value)}]` : `[${float(value)}] * ${count}`))
    .join(' + ');
  const plain = `[${values.map(float).join(', ')}]`;
  const shortest = values.length > 1 && product.length < plain.length ? product : plain;
  if (before.length + shortest.length + after.length <= WIDTH - STEP.length)
    return [line(`${before}${shortest}${after}`)];
  const rows: string[] = [];
  for (const value of values) {
    const last = rows.at(-1);
    const item = `${float(value)},`;
    if (last === undefined || last.length + item.length + 1 > WIDTH - 2 * STEP.length) rows.push(item);
    else rows[rows.length - 1] = `${last} ${item}`;
  }
  return [line(`${before}[`), ...indented(rows.map((row) => line(row))), line(`]${after}`)];
}

/** A Python float that reads back as the same number. */
export function float(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** What a class of `nn.Module` consists of. */
export interface ModuleClass {
  readonly name: string;
  /** A line, and a paragraph where more is to be said. */
  readonly doc: readonly [string, ...(readonly string[])];
  readonly of: readonly string[];
  /** Of its constructor, beside `self`. */
  readonly parameters: readonly string[];
  readonly modules: readonly SourceLine[];
  readonly forward: readonly SourceLine[];
}

/** A class of `nn.Module`. */
export function classLines({ name, doc, of, parameters, modules, forward }: ModuleClass): SourceLine[] {
  const [summary, ...rest] = doc;
  const docstring =
    rest.length === 0
      ? [line(`"""${summary}"""`, of)]
      : [`"""${summary}`, '', ...rest, '"""'].map((text) => line(text, of));
  return [
    line(`class ${name}(nn.Module):`, of),
    ...indented([
      ...docstring,
      BLANK,
      ...call({ callee: 'def __init__', args: ['self', ...parameters] }, of, {
        after: ' -> None:',
        depth: 1,
      }),
      ...indented([line('super().__init__()', of), ...modules]),
      BLANK,
      line('def forward(self, x: Tensor) -> Tensor:', of),
      ...indented(forward),
    ]),
  ];
}
