/** A graph of ONNX in the making. What a node makes is called as the node is, after the module of PyTorch that it belongs to. */
import type { Tensor } from '../pytorch/tensors';
import type { Attribute, Integers, OnnxGraph, OnnxNode, OnnxValue } from './schema';

/** A batch of any size: the name of its free side. */
export const BATCH = 'batch';

export class Graph {
  readonly #state: ReadonlyMap<string, Tensor>;
  #nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, Tensor | Integers>();
  readonly #names = new Map<string, number>();

  /** `state`: what may be taken of it is called as PyTorch's `state_dict` calls it. */
  constructor(state: ReadonlyMap<string, Tensor>) {
    this.#state = state;
  }

  /** Adds a node, and returns the name of what it makes. The second of a name is `name_1`. */
  add(
    type: string,
    name: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const unique = this.#unique(name);
    this.#nodes.push({ type, name: unique, inputs, output: unique, attributes });
    return unique;
  }

  /** A tensor of the state; those that nothing asks for are not in the file. @throws RangeError where it has none of this name. */
  weight(name: string): string {
    const tensor = this.#state.get(name);
    if (tensor === undefined) throw new RangeError(`The state has no ${name}`);
    this.#constants.set(name, tensor);
    return name;
  }

  /** A single number. */
  number(name: string, value: number): string {
    return this.#constant(name, { shape: [], values: Float32Array.of(value) });
  }

  floats(name: string, values: Float32Array<ArrayBuffer>): string {
    return this.#constant(name, { shape: [values.length], values });
  }

  integers(name: string, integers: readonly number[]): string {
    return this.#constant(name, { shape: [integers.length], integers });
  }

  /** The graph from its input to this value, which gets the name of the output. */
  finish(name: string, input: OnnxValue, value: string, output: OnnxValue): OnnxGraph {
    const renamed = (one: string): string => (one === value ? output.name : one);
    const nodes = this.#nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(renamed),
      output: renamed(node.output),
    }));
    return { name, nodes, constants: this.#constants, input, output };
  }

  #constant(name: string, value: Tensor | Integers): string {
    const unique = this.#unique(name);
    this.#constants.set(unique, value);
    return unique;
  }

  #unique(name: string): string {
    const count = this.#names.get(name) ?? 0;
    this.#names.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  }
}
