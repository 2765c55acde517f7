/** What leads around the branch of a block: its modules, and how it is added. */
import type { BlockPlan } from '../../architecture/nodes';
import type { Scope } from './forward';
import { convolutionCall, type NormWriter } from './modules';
import { bracketed, call, float, indented, inline, line, type SourceLine } from './source';

/** The blocks of a class, and how they are written. */
export interface ShortcutContext {
  readonly blocks: readonly BlockPlan[];
  readonly first: BlockPlan;
  readonly scope: Scope;
  readonly norm: NormWriter;
  /** An expression of the stride. */
  readonly stride: string;
  /** The variable that shortcuts read which are no identity. */
  readonly read: string;
  readonly hasSurvival: boolean;
}

/** Whether the shortcut of a block is no identity. */
export function changes({ shortcut }: BlockPlan): boolean {
  return shortcut !== 'identity';
}

/** Blocks whose shortcut is no identity, or their projections where they have them. */
function changed(blocks: readonly BlockPlan[]): readonly string[] {
  return blocks.filter(changes).map(({ name, projection }) => projection?.name ?? name);
}

/** Whether some shortcuts are identities and others are not. */
function isMixed({ blocks }: ShortcutContext): boolean {
  return blocks.some(changes) && !blocks.every(changes);
}

const PASSING = { inputs: 'inputs', outputs: 'outputs', kernel: '1', dilation: '1', groups: '1' };

export function shortcutModules(context: ShortcutContext): SourceLine[] {
  const { first, scope, stride } = context;
  const { gate, nodes } = first;
  const drop = nodes.shortcut.find((node) => node.kind === 'drop');
  return [
    ...downsample(context),
    ...(drop?.kind === 'drop'
      ? [line(`self.shortcut_dropout = nn.Dropout(${float(drop.share)})`, scope.of())]
      : []),
    ...(gate === null
      ? []
      : call(convolutionCall({ ...PASSING, stride, bias: true }), scope.of(gate.layer.name), {
          before: 'self.gate = ',
        })),
  ];
}

/** What changes the shape of what a shortcut passes on: a projection, zeros for new channels, or none. */
function downsample(context: ShortcutContext): SourceLine[] {
  const { blocks, stride, read } = context;
  if (!blocks.some(changes)) return [];
  const about = changed(blocks);
  const forms = new Set(blocks.map(({ shortcut }) => shortcut));
  const padding = [line(`self.downsample = ZeroPadding(${stride}, outputs - inputs)`, about)];
  const projection = forms.has('projection') ? projecting(context) : [];
  const both = [
    line('if inputs > outputs:', about),
    ...indented(projection),
    line('else:', about),
    ...indented(padding),
  ];
  const only = forms.has('projection') ? projection : padding;
  const lines = forms.has('projection') && forms.has('zero-padding') ? both : only;
  if (!isMixed(context)) return lines;
  const none = read === 'x' ? 'nn.Module = nn.Identity()' : 'nn.Module | None = None';
  const condition = stride === 'stride' ? 'stride != 1 or inputs != outputs' : 'inputs != outputs';
  return [line(`self.downsample: ${none}`, about), line(`if ${condition}:`, about), ...indented(lines)];
}

function projecting({ blocks, norm, stride }: ShortcutContext): SourceLine[] {
  const layers = blocks.flatMap(({ projection }) => projection ?? []);
  const bias = layers.some((layer) => layer.bias);
  const names = layers.map(({ name }) => name);
  const norms = layers.flatMap((layer) => layer.norm ?? []);
  const modules = [
    [line(inline(convolutionCall({ ...PASSING, stride, bias })), names)],
    ...(norms.length === 0 ? [] : [[line(inline(norm('outputs')), [...names, ...norms])]]),
  ];
  return bracketed(['self.downsample = nn.Sequential(', ')'], modules, names);
}

/** What is done where a shortcut is on: it is added to `out`. */
export function addition(context: ShortcutContext): SourceLine[] {
  const { blocks, first, scope, read, hasSurvival } = context;
  const { gate, nodes } = first;
  const about = scope.of();
  const isConditional = isMixed(context) && read !== 'x';
  const passed = isConditional
    ? `x if self.downsample is None else self.downsample(${read})`
    : `self.downsample(${read})`;
  const drops = nodes.shortcut.some(({ kind }) => kind === 'drop');
  const lines: SourceLine[] = [];
  let shortcut = blocks.some(changes) ? passed : 'x';
  const keep = (code: string, of: readonly string[]): void => {
    lines.push(line(`shortcut = ${code}`, of));
    shortcut = 'shortcut';
  };
  if (isConditional || (shortcut !== 'x' && (drops || gate !== null))) keep(shortcut, changed(blocks));
  if (drops) keep(`self.shortcut_dropout(${shortcut})`, about);
  const branch = hasSurvival ? 'self.depth(out)' : 'out';
  if (gate === null) return [...lines, line(`out = ${branch} + self.gain * ${shortcut}`, about)];
  const gated = gate.kind === 'exclusive' ? `${branch} * (1 - self.gain * carry)` : branch;
  return [
    ...lines,
    line('carry = 1 - torch.sigmoid(self.gate(x))', scope.of(gate.layer.name)),
    line(`out = ${gated} + self.gain * carry * ${shortcut}`, about),
  ];
}
