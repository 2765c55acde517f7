/**
 * The texts of a file of a catalogue, by where they stand: read from its source, so that all that a function may say is looked at,
 * whatever it is called with.
 */
import { parseSync } from 'vite';

export interface Leaf {
  /** Names of the properties that lead to it, the first that of the declaration. */
  readonly path: string;
  /** Its literals, one after the other, with `…` for what is put in between. */
  readonly text: string;
  /** The same, with those of the file's other declarations that it names. */
  readonly whole: string;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const nodesOf = (value: unknown): readonly Node[] =>
  Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];

/** What says nothing by itself: types, and assertions of them. */
function bare(node: Node): Node {
  const { expression } = node;
  return node.type.startsWith('TS') && isNode(expression) ? bare(expression) : node;
}

function nameOf(node: unknown): string | null {
  if (!isNode(node)) return null;
  const { name, value } = node;
  if (typeof name === 'string') return name;
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : null;
}

/** Literals and names below a node. Literals that are compared, and those that set up an object of Intl, are no texts. */
function gather(node: Node, literals: string[], names: Set<string>): void {
  const all = (...values: readonly unknown[]): void => {
    for (const child of values.flatMap(nodesOf)) gather(child, literals, names);
  };
  switch (node.type) {
    case 'Literal':
      if (typeof node['value'] === 'string') literals.push(node['value']);
      return;
    case 'TemplateLiteral': {
      literals.push(
        nodesOf(node['quasis'])
          .map((quasi) => (quasi['value'] as { readonly cooked: string }).cooked)
          .join('…'),
      );
      all(node['expressions']);
      return;
    }
    case 'Identifier':
      names.add(nameOf(node) ?? '');
      return;
    case 'NewExpression':
    case 'ImportDeclaration':
      return;
    case 'BinaryExpression':
      if (node['operator'] === '+') all(node['left'], node['right']);
      return;
    case 'SwitchCase':
      all(node['consequent']);
      return;
    case 'MemberExpression':
      all(node['object']);
      return;
    case 'Property':
      all(node['value']);
      return;
    default:
      if (node.type.startsWith('TS') && !isNode(node['expression'])) return;
      all(...Object.values(node));
  }
}

/** Of a source in TypeScript: every text that it declares, functions whole. */
export function leavesOf(source: string): readonly Leaf[] {
  const leaves: { path: string; text: string; names: Set<string> }[] = [];
  const walk = (path: string, node: Node): void => {
    const value = bare(node);
    if (value.type === 'ObjectExpression') {
      for (const property of nodesOf(value['properties'])) {
        const name = nameOf(property['key']);
        const child = property['value'];
        if (name === null || !isNode(child)) walk(path, property);
        else walk(`${path}.${name}`, child);
      }
      return;
    }
    const literals: string[] = [];
    const names = new Set<string>();
    gather(value, literals, names);
    leaves.push({ path, text: literals.join(' | '), names });
  };
  const { program } = parseSync('texts.ts', source);
  for (const statement of program.body as readonly unknown[]) {
    if (!isNode(statement)) continue;
    const declared = isNode(statement['declaration']) ? statement['declaration'] : statement;
    if (declared.type === 'FunctionDeclaration') walk(nameOf(declared['id']) ?? '', declared);
    if (declared.type !== 'VariableDeclaration') continue;
    for (const one of nodesOf(declared['declarations'])) {
      const { init } = one;
      if (isNode(init)) walk(nameOf(one['id']) ?? '', init);
    }
  }

  const under = (name: string) => leaves.filter(({ path }) => path === name || path.startsWith(`${name}.`));
  const whole = (names: ReadonlySet<string>, seen: Set<string>): readonly string[] =>
    [...names].flatMap((name) => {
      if (seen.has(name)) return [];
      seen.add(name);
      return under(name).flatMap((leaf) => [leaf.text, ...whole(leaf.names, seen)]);
    });
  return leaves
    .filter(({ text, names }) => text !== '' || names.size > 0)
    .map(({ path, text, names }) => ({
      path,
      text,
      whole: [text, ...whole(names, new Set())].join(' | '),
    }));
}

/** The names of the parameters of an arrow function, of which the source is given; empty for one that is taken apart. */
export function parametersOf(source: string): readonly string[] {
  const { program } = parseSync('call.ts', `(${source})`);
  const [statement] = nodesOf(program.body);
  let call = statement?.['expression'];
  while (isNode(call) && call.type === 'ParenthesizedExpression') call = call['expression'];
  return nodesOf(isNode(call) ? call['params'] : []).map((parameter) => {
    const bound = parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter;
    return isNode(bound) && bound.type === 'Identifier' ? (nameOf(bound) ?? '') : '';
  });
}

/** The texts of a lesson's file. Its other strings are links, names of places and kinds. */
const TEXTS_OF_LESSONS = new Set(['title', 'summary', 'text', 'answer', 'doubt']);

/** Of a value of JSON. */
export function leavesOfLesson(value: unknown, path = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    const here = `${path}.${name}`;
    return typeof child === 'string'
      ? TEXTS_OF_LESSONS.has(name)
        ? [{ path: here, text: child, whole: child }]
        : []
      : leavesOfLesson(child, here);
  });
}
