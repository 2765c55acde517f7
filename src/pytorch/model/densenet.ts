/** DenseNet's `features` (Huang 2017, arXiv:1608.06993): dense blocks of layers, and transitions between them. */
import type { LayerPlan } from '../../architecture/layer';
import type { ClassicPlan, PlanNode } from '../../architecture/nodes';
import { Forward, normOwners, type Scope } from './forward';
import {
  activationOf,
  convolutionCall,
  layerText,
  normWriter,
  poolCall,
  type ConvolutionText,
} from './modules';
import type { WrittenModules } from './rows';
import { call, classLines, float, inline, line, type Call, type SourceLine } from './source';

/** What has a name of its own within `features`: a convolution, a dense block, a transition or a norm. */
interface Part {
  readonly name: string;
  readonly nodes: readonly PlanNode[];
}

/** The modules of `features`, in their order, and the classes that make them. */
export function denseNetFeatures(
  plan: ClassicPlan,
  nodes: readonly PlanNode[],
  prefix: string,
): WrittenModules {
  const names = {
    layer: `${prefix}DenseLayer`,
    block: `${prefix}DenseBlock`,
    transition: `${prefix}Transition`,
  };
  const parts = partsOf(nodes);
  const layers = nodes.flatMap((node) => (node.kind === 'concatenation' ? [node] : []));
  const transitions = parts.filter(({ name }) => name.startsWith('transition'));
  return {
    helpers: [
      { name: names.layer, lines: layerClass(plan, names.layer, layers) },
      { name: names.block, lines: blockClass(names, layers) },
      { name: names.transition, lines: transitionClass(plan, names.transition, transitions) },
    ],
    modules: [
      line('self.features = nn.Sequential()', namesIn(nodes)),
      ...parts.flatMap((part) =>
        call(
          {
            callee: 'self.features.add_module',
            args: [`"${part.name}"`, inline(partCall(plan, part, names))],
          },
          namesIn(part.nodes),
        ),
      ),
    ],
  };
}

/** Nodes by what they belong to: an activation to what it stands in front of. */
function partsOf(nodes: readonly PlanNode[]): readonly Part[] {
  const parts: { name: string; nodes: PlanNode[] }[] = [];
  for (const [i, node] of nodes.entries()) {
    const last = parts.at(-1);
    const [named] = namesIn(node.kind === 'activation' ? nodes.slice(i) : [node]);
    const name = named?.split('.')[1] ?? last?.name ?? '';
    if (last?.name === name) last.nodes.push(node);
    else parts.push({ name, nodes: [node] });
  }
  return parts;
}

/** Names of convolutions, norms and dense layers among nodes. */
function namesIn(nodes: readonly PlanNode[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'concatenation') return [node.name, ...namesIn(node.nodes)];
    if (node.kind === 'norm') return [node.norm.name];
    return node.kind === 'convolution' ? [node.layer.name] : [];
  });
}

function partCall(
  plan: ClassicPlan,
  { nodes }: Part,
  names: { readonly block: string; readonly transition: string },
): Call {
  const [first] = nodes;
  if (first?.kind === 'concatenation') {
    const inputs = first.output.channels - plan.config.width;
    return {
      callee: names.block,
      args: [String(inputs), String(plan.config.width), `layers=${nodes.length}`],
    };
  }
  const layer = nodes.find((node) => node.kind === 'convolution')?.layer;
  if (first?.kind === 'convolution') return convolutionCall(layerText(first.layer));
  if (layer !== undefined)
    return { callee: names.transition, args: [String(layer.input.channels), String(layer.output.channels)] };
  if (first?.kind === 'norm') return normWriter(plan)(String(first.norm.shape.channels));
  throw new Error('A part of DenseNet is a convolution, a block, a transition or a norm');
}

/** A class from the nodes of one of its objects. */
interface Sample {
  readonly prefix: string;
  readonly nodes: readonly PlanNode[];
  /** All whose lines these are. */
  readonly prefixes: readonly string[];
  readonly text: (layer: LayerPlan) => ConvolutionText;
}

function scopeOfSample({ prefix, prefixes, nodes }: Sample): Scope {
  const layers = nodes.flatMap((node) => (node.kind === 'convolution' ? [node.layer] : []));
  const owners = normOwners(layers);
  const suffix = (name: string): string => name.slice(prefix.length + 1);
  return {
    attribute: suffix,
    of: (...names) =>
      names.length === 0
        ? prefixes
        : prefixes.flatMap((each) => names.map((name) => `${each}.${suffix(name)}`)),
    layerOf: (name) => owners.get(name) ?? null,
  };
}

function modulesOfSample(plan: ClassicPlan, sample: Sample): SourceLine[] {
  const { attribute, of } = scopeOfSample(sample);
  const lines: SourceLine[] = [];
  const active = activationOf(plan.activation);
  if (active !== null) lines.push(line(`self.${active.attribute} = ${active.module}`, of()));
  let inputs: string | null = null;
  for (const node of sample.nodes) {
    if (node.kind === 'norm') {
      const next = sample.nodes.find(
        (each) => each.kind === 'convolution' && each.layer.norm === node.norm.name,
      );
      inputs = next?.kind === 'convolution' ? sample.text(next.layer).inputs : null;
      const before = `self.${attribute(node.norm.name)} = `;
      lines.push(
        ...call(normWriter(plan)(inputs ?? String(node.norm.shape.channels)), of(node.norm.name), { before }),
      );
    } else if (node.kind === 'convolution') {
      const before = `self.${attribute(node.layer.name)} = `;
      lines.push(...call(convolutionCall(sample.text(node.layer)), of(node.layer.name), { before }));
    } else if (node.kind === 'drop')
      lines.push(line(`self.${attribute(node.name)} = nn.Dropout(${float(node.share)})`, of()));
    else if (node.kind === 'pool') lines.push(line(`self.avgpool = ${inline(poolCall(node))}`, of()));
  }
  return lines;
}

function layerClass(
  plan: ClassicPlan,
  name: string,
  layers: readonly Extract<PlanNode, { readonly kind: 'concatenation' }>[],
): SourceLine[] {
  const [first] = layers;
  if (first === undefined) return [];
  const isNarrowed = plan.config.bottleneck;
  const inner = '4 * growth';
  const sample: Sample = {
    prefix: first.name,
    prefixes: layers.map((each) => each.name),
    nodes: first.nodes,
    text: (layer) => {
      const isFirst = layer.name.endsWith('conv1');
      return {
        ...layerText(layer),
        inputs: isFirst ? 'inputs' : inner,
        outputs: isFirst && isNarrowed ? inner : 'growth',
      };
    },
  };
  const forward = new Forward(scopeOfSample(sample), 'x', 'out').run(first.nodes);
  forward.assign();
  return classLines({
    name,
    doc: [`Adds \`growth\` channels behind those of its images (arXiv:1608.06993).`],
    of: sample.prefixes,
    parameters: ['inputs: int', 'growth: int'],
    modules: modulesOfSample(plan, sample),
    forward: [...forward.lines, line('return torch.cat([x, out], dim=1)', sample.prefixes)],
  });
}

function blockClass(
  names: { readonly layer: string; readonly block: string },
  layers: readonly { readonly name: string }[],
): SourceLine[] {
  const about = layers.map(({ name }) => name);
  return [
    `class ${names.block}(nn.Sequential):`,
    '    """Layers of which each sees the images and what all before it added."""',
    '',
    '    def __init__(self, inputs: int, growth: int, layers: int) -> None:',
    '        super().__init__()',
    '        for i in range(layers):',
    `            layer = ${names.layer}(inputs + i * growth, growth)`,
    '            self.add_module(f"denselayer{i + 1}", layer)',
  ].map((text) => line(text, about));
}

function transitionClass(plan: ClassicPlan, name: string, parts: readonly Part[]): SourceLine[] {
  const [first] = parts;
  if (first === undefined) return [];
  const sample: Sample = {
    prefix: `features.${first.name}`,
    prefixes: parts.map((part) => `features.${part.name}`),
    nodes: first.nodes,
    text: (layer) => ({ ...layerText(layer), inputs: 'inputs', outputs: 'outputs' }),
  };
  const forward = new Forward(scopeOfSample(sample), 'x', 'x').run(first.nodes);
  return classLines({
    name,
    doc: ['Mixes the channels, and halves the sides of the images.'],
    of: sample.prefixes,
    parameters: ['inputs: int', 'outputs: int'],
    modules: modulesOfSample(plan, sample),
    forward: forward.finish(),
  });
}
