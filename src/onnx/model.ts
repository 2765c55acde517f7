/**
 * The network of a lane as ONNX, as it answers after training: batch norms with their running statistics, nothing dropped.
 * Images come in as [batch, channels, height, width], standardised as in training, and logits go out.
 */
import type { BlockPlan, LanePlan, PlanNode } from '../architecture/nodes';
import type { Tensor } from '../pytorch/tensors';
import { activate } from './activations';
import { BATCH, Graph } from './graph';
import { convolution, dense, excitation, norm, pool, subsampling } from './layers';
import { writeModel } from './schema';

export interface OnnxMeta {
  /** Of the network. */
  readonly name: string;
  /** What wrote the file, and what it is of, for whoever opens it. */
  readonly producer: string;
  readonly note: string;
  /** Standardisation per channel, of pixels from 0 to 1. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Names, in the order of the logits. */
  readonly classes: readonly string[];
  /** More that is to be found in the file, by key. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Where nodes stand: in which module of PyTorch, and what a block's branch meets at its end. */
interface Place {
  /** What the names of what has no module of its own begin with: `layer1.0.`. */
  readonly prefix: string;
  readonly block: BlockPlan | null;
  /** What is added, its gain included; null where the shortcut is off. */
  readonly shortcut: string | null;
  /** What an exclusive gate multiplies the branch with; null where it is not gated. */
  readonly gate: string | null;
}

const OUTSIDE: Place = { prefix: '', block: null, shortcut: null, gate: null };

/**
 * A file of ONNX (IR version 8, opset 15) of a network at a step.
 * @param gains What the shortcuts are multiplied with, block by block; one that is off is not in the graph, nor are its weights.
 * @param state In PyTorch's layouts and by its names: `stateDict` of `pytorch/tensors.ts`.
 */
export function onnxModel(
  plan: LanePlan,
  gains: readonly number[],
  state: ReadonlyMap<string, Tensor>,
  meta: OnnxMeta,
): Uint8Array<ArrayBuffer> {
  const { channels, height, width } = plan.input;
  const input = {
    name: 'images',
    shape: [BATCH, channels, height, width],
    note: `(pixel / 255 - mean) / deviation, mean ${meta.mean.join(', ')}, deviation ${meta.deviation.join(', ')}`,
  };
  const output = { name: 'logits', shape: [BATCH, plan.classes], note: meta.classes.join(', ') };
  const writer = new Writer(new Graph(state), gains);
  const last = writer.run(plan.nodes, input.name, OUTSIDE);
  return writeModel({
    graph: writer.graph.finish(meta.name, input, last, output),
    producer: meta.producer,
    note: meta.note,
    metadata: {
      ...meta.facts,
      classes: JSON.stringify(meta.classes),
      mean: JSON.stringify(meta.mean),
      deviation: JSON.stringify(meta.deviation),
    },
  });
}

/** Walks the nodes of a plan. */
class Writer {
  readonly graph: Graph;
  readonly #gains: readonly number[];

  constructor(graph: Graph, gains: readonly number[]) {
    this.graph = graph;
    this.#gains = gains;
  }

  /** What nodes make of x. */
  run(nodes: readonly PlanNode[], x: string, place: Place): string {
    return nodes.reduce((value, node) => this.#node(node, value, place), x);
  }

  #node(node: PlanNode, x: string, place: Place): string {
    const { graph } = this;
    const { prefix } = place;
    switch (node.kind) {
      case 'convolution':
        return convolution(graph, node.layer, x);
      case 'dense':
        return dense(graph, node.layer, x);
      case 'norm':
        return norm(graph, node.norm, x);
      case 'activation':
        return activate(graph, `${prefix}${node.activation.replaceAll('-', '_')}`, node.activation, x);
      case 'shift':
        return graph.add('Add', `${node.name}.add`, [x, graph.weight(node.name)]);
      case 'factor':
      case 'gain':
        return graph.add('Mul', `${node.name}.mul`, [x, graph.weight(node.name)]);
      case 'scale':
        return this.#times(x, node.factor, `${prefix}branch_scale`);
      case 'excitation':
        return excitation(graph, `${prefix}se`, node.layers, x);
      case 'gate':
        return place.gate === null ? x : graph.add('Mul', `${prefix}gated`, [x, place.gate]);
      case 'addition':
        return place.shortcut === null ? x : graph.add('Add', `${prefix}add`, [x, place.shortcut]);
      case 'subsampling': {
        const added = node.channels - (place.block?.input.channels ?? node.channels);
        return subsampling(graph, `${prefix}shortcut`, { stride: node.stride, added }, x);
      }
      case 'pool':
        return pool(graph, prefix, node, x);
      case 'vector': {
        const averaged = node.by === 'average' ? graph.add('GlobalAveragePool', `${prefix}avgpool`, [x]) : x;
        return graph.add('Flatten', `${prefix}flatten`, [averaged], { axis: 1 });
      }
      case 'concatenation': {
        const added = this.run(node.nodes, x, { ...OUTSIDE, prefix: `${node.name}.` });
        return graph.add('Concat', `${node.name}.concat`, [x, added], { axis: 1 });
      }
      case 'block':
        return this.#block(node.block, x);
      // Nothing is dropped after training, and nothing is to be seen.
      case 'drop':
      case 'probe':
        return x;
      case 'zeros':
        throw new RangeError(
          'A branch that was deleted is of a study, and of no network that is taken along',
        );
    }
    return node satisfies never;
  }

  /** y = ending(branch(x) + gain · shortcut(x)); see `network/forward.ts`. */
  #block(block: BlockPlan, x: string): string {
    const { nodes, index, name } = block;
    const gain = this.#gains[index] ?? 0;
    const alone: Place = { prefix: `${name}.`, block, shortcut: null, gate: null };
    const opened = this.run(nodes.opening, x, alone);
    let place = alone;
    if (gain !== 0) {
      const passed = this.run(nodes.shortcut, nodes.shortcutReads === 'input' ? x : opened, alone);
      const gate = nodes.gate && this.run(nodes.gate, x, alone);
      place = { ...alone, ...this.#join(block, passed, gate, gain) };
    }
    return this.run([...nodes.branch, { kind: 'addition' }, ...nodes.ending], opened, place);
  }

  /** gain · (1 − g) of what was passed, and of an exclusive gate what is left to the branch: 1 − gain · (1 − g). */
  #join(
    { name, nodes }: BlockPlan,
    passed: string,
    gate: string | null,
    gain: number,
  ): Pick<Place, 'shortcut' | 'gate'> {
    if (gate === null) return { shortcut: this.#times(passed, gain, `${name}.gain`), gate };
    const share = this.#times(this.#complement(gate, `${name}.carry`), gain, `${name}.gain`);
    const shortcut = this.graph.add('Mul', `${name}.carried`, [passed, share]);
    const isExclusive = nodes.branch.some(({ kind }) => kind === 'gate');
    return { shortcut, gate: isExclusive ? this.#complement(share, `${name}.kept`) : null };
  }

  #times(x: string, factor: number, name: string): string {
    return factor === 1 ? x : this.graph.add('Mul', `${name}.mul`, [x, this.graph.number(name, factor)]);
  }

  /** 1 − x. */
  #complement(x: string, name: string): string {
    return this.graph.add('Sub', name, [this.graph.number(`${name}.one`, 1), x]);
  }
}
