/** Writes the classic networks as torchvision has them: modules in a row, and DenseNet's blocks. */
import type { ClassicPlan, PlanNode } from '../../architecture/nodes';
import { denseNetFeatures } from './densenet';
import { Forward } from './forward';
import { initialisation } from './initialise';
import { ownModule, scopeOf, toLogits, type Naming, type WrittenNetwork } from './network';
import { rowOf } from './rows';
import { classLines, type SourceLine } from './source';

const PAPERS = {
  lenet: 'LeNet (LeCun et al. 1998)',
  alexnet: 'AlexNet (Krizhevsky et al. 2012)',
  vgg: 'VGG (arXiv:1409.1556)',
  densenet: 'DenseNet (arXiv:1608.06993)',
} as const;

/** What a network's class consists of. */
interface Parts {
  readonly helpers: WrittenNetwork['classes'];
  readonly modules: readonly SourceLine[];
  readonly forward: Forward;
}

/** A classic network. */
export function writeClassic(plan: ClassicPlan, { name, prefix }: Naming): WrittenNetwork {
  const { helpers, modules, forward } = plan.classic === 'lenet' ? inLine(plan) : inTwo(plan, prefix);
  const lines = classLines({
    name,
    doc: [`${PAPERS[plan.classic]}, ${toLogits(plan)}.`],
    of: [],
    parameters: [],
    modules: [...modules, ...initialisation(plan)],
    forward: forward.finish(),
  });
  return { name, takesGains: false, classes: [...helpers, { name, lines }] };
}

/** Every module of nodes an attribute of the network. */
function attributes(plan: ClassicPlan, nodes: readonly PlanNode[]): SourceLine[] {
  const scope = scopeOf(plan.layers);
  const seen = new Set<string>();
  return nodes.flatMap((node) => ownModule(node, plan, scope, seen));
}

function inLine(plan: ClassicPlan): Parts {
  const forward = new Forward(scopeOf(plan.layers), 'x', 'x').run(plan.nodes);
  return { helpers: [], modules: attributes(plan, plan.nodes), forward };
}

/** `features` make vectors of images, `classifier` logits of vectors. */
function inTwo(plan: ClassicPlan, prefix: string): Parts {
  const at = plan.nodes.findIndex(({ kind }) => kind === 'vector');
  // Of DenseNet's nodes the last activation alone has no place in `features`.
  const end = plan.classic === 'densenet' ? at - 1 : at;
  const [front, between, back] = [
    plan.nodes.slice(0, end),
    plan.nodes.slice(end, at + 1),
    plan.nodes.slice(at + 1),
  ];
  const features =
    plan.classic === 'densenet'
      ? denseNetFeatures(plan, front, prefix)
      : rowOf(plan, 'features', front, prefix);
  const forward = new Forward(scopeOf(plan.layers), 'x', 'x');
  forward.through('self.features', layersOf(front)).run(between);
  const isRow = back.filter(({ kind }) => kind === 'dense').length > 1;
  if (isRow) forward.through('self.classifier', layersOf(back));
  else forward.run(back);
  const classifier = isRow ? rowOf(plan, 'classifier', back, prefix).modules : attributes(plan, back);
  return {
    helpers: features.helpers,
    modules: [...features.modules, ...attributes(plan, between), ...classifier],
    forward,
  };
}

/** Names of the layers of nodes. */
function layersOf(nodes: readonly PlanNode[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'concatenation') return layersOf(node.nodes);
    return node.kind === 'probe' ? [node.layer] : [];
  });
}
