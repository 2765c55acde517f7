/** What the diagram of a classic network shows, from its plan: one item per thing that one can point at, in order. */
import type { ClassicNode, ClassicPlan } from '../../architecture/classic/nodes';
import type { ImageShape, LayerPlan } from '../../architecture/plan';

export interface ClassicItem {
  readonly key: number;
  readonly kind: 'conv' | 'pool' | 'unit' | 'average' | 'flatten' | 'dense' | 'tail';
  /** Layers with weights that it consists of. */
  readonly layers: readonly LayerPlan[];
  readonly input: ImageShape;
  readonly output: ImageShape;
  /** Of a pool. */
  readonly window?: Extract<ClassicNode, { kind: 'pool' }>;
  /** Share dropped in front of it (a dense layer) or behind it (a DenseNet layer); 0 without. */
  readonly dropout: number;
  /** Index of the dense block that it is in, from 1; null elsewhere. */
  readonly block: number | null;
}

const VECTOR = (channels: number): ImageShape => ({ height: 1, width: 1, channels });

function blockOf(name: string): number | null {
  const found = /denseblock(\d+)/.exec(name);
  return found === null ? null : Number(found[1]);
}

/** The items of a network; dropout is told with what it stands at, as it changes no shape. */
export function classicItems(plan: ClassicPlan): readonly ClassicItem[] {
  const items: ClassicItem[] = [];
  let shape = plan.input;
  let dropout = 0;
  const add = (
    item: Omit<ClassicItem, 'key' | 'input' | 'dropout' | 'block'>,
    block: number | null = null,
  ): void => {
    items.push({ key: items.length, input: shape, dropout, block, ...item });
    shape = item.output;
    dropout = 0;
  };
  plan.nodes.forEach((node) => {
    switch (node.kind) {
      case 'conv':
        add({ kind: 'conv', layers: [node.layer], output: node.layer.output });
        return;
      case 'pool':
        add({ kind: 'pool', layers: [], output: node.output, window: node });
        return;
      case 'concat': {
        const layers = node.nodes.flatMap((inner) => (inner.kind === 'conv' ? [inner.layer] : []));
        for (const inner of node.nodes) if (inner.kind === 'dropout') dropout = inner.share;
        add({ kind: 'unit', layers, output: node.output }, blockOf(node.name));
        return;
      }
      case 'tail':
        add({ kind: 'tail', layers: [], output: node.shape });
        return;
      case 'vector': {
        const { height, width, channels } = node.input;
        add({
          kind: node.by,
          layers: [],
          output: VECTOR(node.by === 'average' ? channels : height * width * channels),
        });
        return;
      }
      case 'dropout':
        dropout = node.share;
        return;
      case 'dense':
        add({ kind: 'dense', layers: [node.layer], output: node.layer.output });
        return;
    }
    node satisfies never;
  });
  return items;
}

/** Neighbours of one dense block together, everything else alone. */
export function itemGroups(items: readonly ClassicItem[]): readonly (readonly ClassicItem[])[] {
  const groups: ClassicItem[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (item.block !== null && last?.[0]?.block === item.block) last.push(item);
    else groups.push([item]);
  }
  return groups;
}
