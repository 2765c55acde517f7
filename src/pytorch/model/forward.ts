/** Writes the `forward` of a module: what its nodes make of a variable, folded into few statements. */
import type { LayerPlan } from '../../architecture/layer';
import type { PlanNode } from '../../architecture/nodes';
import { activationOf, poolAttribute } from './modules';
import { float, line, WIDTH, type SourceLine } from './source';

/** How a module names what belongs to it. */
export interface Scope {
  /** The attribute of `self` by a name of the plan. */
  readonly attribute: (name: string) => string;
  /** What a line is about, by names of the plan; of the module itself where none is given. */
  readonly of: (...names: readonly string[]) => readonly string[];
  /** The layer that a norm belongs to, if it belongs to one. */
  readonly layerOf: (norm: string) => string | null;
}

/** Of layers by the names of their norms. */
export function normOwners(layers: readonly LayerPlan[]): ReadonlyMap<string, string> {
  return new Map(layers.flatMap(({ name, norm }) => (norm === null ? [] : [[norm, name] as const])));
}

type Level = 'term' | 'product' | 'sum';

const INDENT = 8;

export class Forward {
  readonly lines: SourceLine[] = [];
  readonly #scope: Scope;
  readonly #target: string;
  #code: string;
  #level: Level = 'term';
  #of = new Set<string>();
  #isPlain = true;

  /** @param variable What is read first. @param target What statements are assigned to. */
  constructor(scope: Scope, variable: string, target: string) {
    this.#scope = scope;
    this.#code = variable;
    this.#target = target;
  }

  run(nodes: readonly PlanNode[]): this {
    for (const node of nodes) this.#apply(node);
    return this;
  }

  /** Assigns what is pending, so that a variable holds it. */
  assign(target = this.#target): string {
    if (this.#isPlain) return this.#code;
    this.lines.push(line(`${target} = ${this.#code}`, this.#about()));
    this.#start(target);
    return target;
  }

  /** Calls what has no node of its own. */
  through(callee: string, of: readonly string[]): this {
    this.assign();
    this.#call(callee, of);
    return this;
  }

  /** Adds statements that change the variable. */
  append(lines: readonly SourceLine[]): void {
    this.assign();
    this.lines.push(...lines);
  }

  /** Ends with the value of what is pending. */
  finish(): readonly SourceLine[] {
    this.lines.push(line(`return ${this.#code}`, this.#about()));
    return this.lines;
  }

  #start(variable: string): void {
    this.#code = variable;
    this.#level = 'term';
    this.#isPlain = true;
    this.#of = new Set();
  }

  #about(): readonly string[] {
    return this.#scope.of(...this.#of);
  }

  #apply(node: PlanNode): void {
    const { attribute, layerOf } = this.#scope;
    const self = (name: string): string => `self.${attribute(name)}`;
    switch (node.kind) {
      case 'convolution':
      case 'dense':
        this.assign();
        this.#call(self(node.layer.name), [node.layer.name]);
        break;
      case 'norm': {
        const owner = layerOf(node.norm.name);
        this.#call(self(node.norm.name), [...(owner === null ? [] : [owner]), node.norm.name]);
        break;
      }
      case 'activation': {
        const found = activationOf(node.activation);
        if (found !== null) this.#call(`self.${found.attribute}`, []);
        break;
      }
      case 'drop':
        this.#call(self(node.name), []);
        break;
      case 'excitation':
        this.assign();
        this.#call(
          'self.se',
          node.layers.map(({ name }) => name),
        );
        break;
      case 'shift':
        this.#write(`${this.#code} + ${self(node.name)}`, 'sum', [
          ...(node.of === null ? [] : [node.of.layer.name]),
          node.name,
        ]);
        break;
      case 'factor':
        this.#write(`${this.#factor()} * ${self(node.name)}`, 'product', [node.name]);
        break;
      case 'gain':
        this.#times(self(node.name), [node.name]);
        break;
      case 'scale':
        if (node.factor !== 1) this.#times(float(node.factor), []);
        break;
      case 'vector':
        this.assign();
        this.#write(
          node.by === 'average' ? `${this.#code}.mean(dim=(2, 3))` : `${this.#code}.flatten(1)`,
          'term',
          [],
        );
        break;
      case 'pool':
        this.assign();
        this.#call(`self.${poolAttribute(node)}`, []);
        break;
      case 'probe':
      case 'gate':
        break;
      case 'addition':
      case 'subsampling':
      case 'concatenation':
      case 'block':
      case 'zeros':
        throw new Error(`A ${node.kind} is written by the module that it belongs to`);
    }
  }

  #factor(): string {
    return this.#level === 'sum' ? `(${this.#code})` : this.#code;
  }

  #times(factor: string, of: readonly string[]): void {
    if (this.#level !== 'product') this.assign();
    this.#write(`${factor} * ${this.#factor()}`, 'product', of);
  }

  #call(callee: string, of: readonly string[]): void {
    this.#write(`${callee}(${this.#code})`, 'term', of);
  }

  /** Takes the code over; what was pending becomes a statement where the line would be too long. */
  #write(code: string, level: Level, of: readonly string[]): void {
    const room = WIDTH - INDENT - `${this.#target} = `.length;
    if (code.length > room && !this.#isPlain) {
      const pending = this.#code;
      const variable = this.assign();
      this.#code = code.replace(pending, () => variable);
    } else this.#code = code;
    this.#level = level;
    this.#isPlain = false;
    for (const name of of) this.#of.add(name);
  }
}
