/** What `print(model)` writes of a PyTorch `nn.Module`, as the tree of modules that it is. Any text is read; what is no module is passed over. */

export interface Module {
  /** What its parent calls it; empty of the outermost. */
  readonly name: string;
  /** Its class. */
  readonly type: string;
  /** Between the brackets, of one without modules in it. */
  readonly args: string;
  readonly children: readonly Module[];
  /** From 1. */
  readonly line: number;
  /** Modules of the tree, itself included. */
  readonly size: number;
}

/** Bounds of a text; ResNet-152 has 20 kB in 600 lines. */
export const PRINT_LIMITS = { characters: 1_000_000, lines: 20_000, depth: 64 } as const;

interface Open {
  readonly name: string;
  readonly type: string;
  readonly line: number;
  readonly children: Module[];
  /** How many of it a line such as `(0-2): 3 x Block(` stands for. */
  readonly copies: readonly string[];
}

/** A name in brackets, a class, and what follows its bracket: `(conv1): Conv2d(3, 64, …)`. */
const MODULE = /^\s*(?:\(([^()\s]{1,80})\):\s*)?(?:(\d{1,3}) x )?([A-Za-z_][\w.]{0,80})\((.*)$/;

/** Names that `(0-2)` stands for; most that a line is taken for. */
const MOST_COPIES = 200;

function copiesOf(name: string, times: string | undefined): readonly string[] {
  const [, from, to] = /^(\d{1,4})-(\d{1,4})$/.exec(name) ?? [];
  if (times === undefined || from === undefined || to === undefined) return [name];
  const count = Math.min(MOST_COPIES, Math.max(1, Number(to) - Number(from) + 1));
  return Array.from({ length: count }, (_, i) => String(Number(from) + i));
}

/** The outermost module of a text; null where there is none, or the text is beyond the limits. */
export function modulesOf(printed: string): Module | null {
  if (printed.length > PRINT_LIMITS.characters) return null;
  const lines = printed.split('\n', PRINT_LIMITS.lines + 1);
  if (lines.length > PRINT_LIMITS.lines) return null;
  const roots: Module[] = [];
  const open: Open[] = [];
  const add = (module: Omit<Module, 'name' | 'size'>, copies: readonly string[]): void => {
    const into = open.at(-1)?.children ?? roots;
    const size = module.children.reduce((sum, child) => sum + child.size, 1);
    // Copies of copies would have no bound.
    const most = Math.max(1, Math.floor(PRINT_LIMITS.lines / size));
    for (const name of copies.slice(0, most)) into.push({ ...module, name, size });
  };
  for (const [index, raw] of lines.entries()) {
    const text = raw.trimEnd();
    if (/^\s*\)$/.test(text)) {
      const closed = open.pop();
      if (closed === undefined) continue;
      const { type, line, children, copies } = closed;
      add({ type, args: '', children, line }, copies);
      continue;
    }
    const [, name = '', times, type, rest] = MODULE.exec(text) ?? [];
    if (type === undefined || rest === undefined) continue;
    const copies = copiesOf(name, times);
    const line = index + 1;
    if (rest.endsWith(')')) add({ type, args: rest.slice(0, -1), children: [], line }, copies);
    else if (rest === '' && open.length < PRINT_LIMITS.depth)
      open.push({ name, type, line, children: [], copies });
  }
  // A text that was cut off ends everything that is open.
  for (let rest = open.pop(); rest !== undefined; rest = open.pop())
    add({ type: rest.type, args: '', children: rest.children, line: rest.line }, rest.copies);
  return roots.length > 1
    ? { name: '', type: 'Sequential', args: '', children: roots, line: 1, size: roots.length }
    : (roots[0] ?? null);
}

/** All modules of a tree in the order in which they are printed, each before those in it. */
export function* allIn(module: Module): Generator<Module> {
  yield module;
  for (const child of module.children) yield* allIn(child);
}

/** The arguments of a module: those without a name by their place, those with one by it. */
function argumentsOf({ args }: Module): readonly { readonly name: string | null; readonly value: string }[] {
  return (args.match(/(?:[^,()]|\([^()]*\))+/g) ?? []).map((part) => {
    const [, name, value] = /^\s*([a-z_]+)=(.*)$/.exec(part) ?? [];
    return name === undefined ? { name: null, value: part.trim() } : { name, value: (value ?? '').trim() };
  });
}

/** An argument as a number: by its name, else by its place among all; of a pair `(3, 3)` the first. */
export function numberOf(module: Module, name: string, place: number | null = null): number | null {
  const given = argumentsOf(module);
  const found = given.find((one) => one.name === name) ?? (place === null ? undefined : given[place]);
  if (found === undefined || (found.name !== null && found.name !== name)) return null;
  const [digits] = /-?\d+(?:\.\d+)?/.exec(found.value) ?? [];
  return digits === undefined ? null : Number(digits);
}
