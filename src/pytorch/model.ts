/** Writes the networks of an experiment as a file of PyTorch code, `model.py`. */
import { isClassicPlan, type LanePlan } from '../architecture/nodes';
import { depthOf } from '../architecture/plan';
import { writeClassic } from './model/classic';
import { writeResidual, type Naming, type WrittenNetwork } from './model/network';
import { partsIn } from './model/parts';
import { BLANK, indented, line, linesOf, listOf, type SourceLine } from './model/source';

export type { SourceLine } from './model/source';

/** A lane, and what the shortcuts of its blocks are multiplied with. */
export interface ModelLane {
  readonly id: string;
  readonly plan: LanePlan;
  readonly gains: readonly number[];
}

interface WrittenLane extends ModelLane {
  readonly network: WrittenNetwork;
}

/**
 * The lines of `model.py`: classes of `nn.Module`, and `NETWORKS`, by the names of the lanes functions that make their networks,
 * from standardised images [N, C, H, W] to logits. Parameters have the names and PyTorch's shapes of the plans, and fresh
 * initial values of the plans' kind. Lanes of one architecture share its class.
 */
export function modelSource(lanes: readonly ModelLane[]): readonly SourceLine[] {
  const written = writeLanes(lanes);
  const classes = new Map(written.flatMap(({ network }) => network.classes.map((each) => [each.name, each])));
  const bodies = [...classes.values()].map(({ lines }) => lines);
  const parts = partsIn(bodies.flat());
  const networks = [
    line('NETWORKS: dict[str, Callable[[], nn.Module]] = {'),
    ...indented(written.flatMap(entry)),
    line('}'),
  ];
  const body = [...parts, ...bodies, networks].flatMap((lines) => [BLANK, BLANK, ...lines]);
  return [...head(body), ...body];
}

/** Under which equal networks are the same text. */
const UNNAMED: Naming = { name: 'Network', prefix: '' };

/** Networks under names of which none stands for two different classes; equal ones are the same. */
function writeLanes(lanes: readonly ModelLane[]): readonly WrittenLane[] {
  const texts = new Map<string, string>();
  const known = new Map<string, WrittenNetwork>();
  const keys = new Map<LanePlan, string>();
  return lanes.map((lane) => {
    const { plan } = lane;
    const key = keys.get(plan) ?? textOf(write(plan, UNNAMED).classes.flatMap((each) => each.lines));
    keys.set(plan, key);
    const network = known.get(key) ?? writeUnder(namesFor(lane), plan, texts);
    known.set(key, network);
    for (const { name, lines } of network.classes) texts.set(name, textOf(lines));
    return { ...lane, network };
  });
}

/** What the classes of a lane may be called, the best first. */
function* namesFor({ id, plan }: ModelLane): Generator<Naming, never> {
  const name = networkName(plan);
  yield { name, prefix: '' };
  yield { name, prefix: name };
  const own = name + camelCase(id);
  yield { name: own, prefix: '' };
  yield { name: own, prefix: own };
  for (let number = 2; ; number++) yield { name: `${own}Number${number}`, prefix: `${own}Number${number}` };
}

/** The network under the first of the names under which nothing else stands. */
function writeUnder(
  names: Generator<Naming, never>,
  plan: LanePlan,
  texts: ReadonlyMap<string, string>,
): WrittenNetwork {
  for (;;) {
    const network = write(plan, names.next().value);
    if (network.classes.every(({ name, lines }) => (texts.get(name) ?? textOf(lines)) === textOf(lines)))
      return network;
  }
}

function write(plan: LanePlan, naming: Naming): WrittenNetwork {
  return isClassicPlan(plan) ? writeClassic(plan, naming) : writeResidual(plan, naming);
}

/** What a network is commonly called. */
function networkName(plan: LanePlan): string {
  if (!isClassicPlan(plan)) return `ResNet${depthOf(plan)}`;
  const { kind, depth } = plan.config;
  return { lenet: 'LeNet', alexnet: 'AlexNet', vgg: `VGG${depth}`, densenet: `DenseNet${depth}` }[kind];
}

/** `wide-net` becomes `WideNet`. */
function camelCase(id: string): string {
  return id.replaceAll(/(?:^|-)([a-z0-9]?)/g, (_, letter: string) => letter.toUpperCase());
}

function textOf(lines: readonly SourceLine[]): string {
  return lines.map(({ text }) => text).join('\n');
}

/** An entry of `NETWORKS`. */
function entry({ id, gains, network }: WrittenLane): SourceLine[] {
  const { name, takesGains } = network;
  return takesGains ? listOf(gains, `"${id}": lambda: ${name}(gains=`, '),') : [line(`"${id}": ${name},`)];
}

/** Modules by how their use is told. */
const IMPORTS: readonly (readonly [use: RegExp, statement: string])[] = [
  [/\bmath\./, 'import math'],
  [/\bCallable\b/, 'from collections.abc import Callable'],
  [/\btorch\./, 'import torch'],
  [/\bTensor\b/, 'from torch import Tensor, nn'],
  [/\bF\./, 'from torch.nn import functional as F'],
];

function head(body: readonly SourceLine[]): readonly SourceLine[] {
  const code = textOf(body);
  const [standard, torch] = [IMPORTS.slice(0, 2), IMPORTS.slice(2)].map((imports) =>
    imports
      .filter(([use]) => use.test(code))
      .map(([, statement]) =>
        statement.endsWith('Callable') && /\bSequence\b/.test(code) ? `${statement}, Sequence` : statement,
      ),
  );
  const docs = [
    '"""Networks built with ResNet Explorer: `NETWORKS["name"]()` makes one of them."""',
    '',
    'from __future__ import annotations',
  ].join('\n');
  return [docs, '', ...(standard ?? []), '', ...(torch ?? [])].flatMap((text) => linesOf(text));
}
