/** Initial values as PyTorch code: those of `network/initialise.ts`, from other random numbers. */
import type { InitialisationPlan, LanePlan } from '../../architecture/nodes';
import type { BlockClass } from './block';
import { BLANK, float, indented, line, type SourceLine } from './source';

const PAPERS: Readonly<Record<InitialisationPlan['initialisation'], string>> = {
  he: 'He et al. 2015, arXiv:1502.01852',
  xavier: 'Glorot and Bengio 2010',
  lecun: 'LeCun et al. 1998',
  normal: 'One deviation for all filters',
  orthogonal: 'Saxe et al. 2014, arXiv:1312.6120',
  zeros: 'All filters begin at 0',
};

/** It alone begins the last layer at 0. */
const FIXUP = '# Fixup, arXiv:1901.09321: every branch and the last layer begin at 0.';

/** What fills the filter of a convolution. */
function filling({ initialisation, initDistribution, initFan, initDeviation }: InitialisationPlan): string {
  const kaiming = (nonlinearity: string): string => {
    const mode = initFan === 'in' ? '' : 'mode="fan_out", ';
    return `kaiming_${initDistribution}_(module.weight, ${mode}nonlinearity="${nonlinearity}")`;
  };
  switch (initialisation) {
    case 'he':
      return kaiming('relu');
    case 'lecun':
      return kaiming('linear');
    case 'xavier':
      return `xavier_${initDistribution}_(module.weight)`;
    case 'normal': {
      if (initDistribution === 'normal') return `normal_(module.weight, std=${float(initDeviation)})`;
      const bound = float(Math.sqrt(3) * initDeviation);
      return `uniform_(module.weight, -${bound}, ${bound})`;
    }
    case 'orthogonal':
      return 'orthogonal_(module.weight)';
    case 'zeros':
      return 'zeros_(module.weight)';
  }
  return initialisation satisfies never;
}

/** The end of a network's constructor. */
export function initialisation(plan: LanePlan, classes: readonly BlockClass[] = []): SourceLine[] {
  const { init } = plan;
  const convolutions = plan.layers.filter(({ kind }) => kind === 'conv').map(({ name }) => name);
  const isBiased = plan.layers.some(({ kind, bias }) => kind === 'conv' && bias);
  const dense = plan.layers.filter(({ kind }) => kind === 'dense');
  const squeezes = plan.blocks.flatMap(({ excitation }) => (excitation ?? []).map(({ name }) => name));
  const linear = [...squeezes, ...dense.map(({ name }) => name)];
  const zeroed = dense.filter(({ parameters: [weight] }) => weight?.factor === 0);
  return [
    BLANK,
    line(`# ${PAPERS[init.initialisation]}; dense layers have PyTorch's own weights.`, convolutions),
    line('for module in self.modules():'),
    ...indented([
      line('if isinstance(module, nn.Conv2d):', convolutions),
      line(`    nn.init.${filling(init)}`, convolutions),
      ...(isBiased ? [line('    nn.init.zeros_(module.bias)', convolutions)] : []),
      line('elif isinstance(module, nn.Linear):', linear),
      line('    nn.init.zeros_(module.bias)', linear),
    ]),
    ...(zeroed.length > 0
      ? [
          line(
            FIXUP,
            [...plan.blocks, ...zeroed].map(({ name }) => name),
          ),
        ]
      : []),
    ...ofBlocks(plan, classes),
    ...zeroed.map(({ name }) => line(`nn.init.zeros_(self.${name}.weight)`, [name])),
  ];
}

/** What blocks begin with beyond their kind of filters: gates and branches that begin closed. */
function ofBlocks(plan: LanePlan, classes: readonly BlockClass[]): SourceLine[] {
  const count = plan.blocks.length;
  const own = classes.flatMap(({ name, blocks }) => {
    const lines = ofClass(blocks, plan.init, count);
    const about = blocks.map((block) => block.name);
    return lines.length === 0
      ? []
      : [line(`if isinstance(module, ${name}):`, about), ...indented(lines.map((text) => line(text, about)))];
  });
  return own.length === 0 ? [] : [line('for module in self.modules():'), ...indented(own)];
}

function ofClass(blocks: BlockClass['blocks'], { gateBias }: InitialisationPlan, count: number): string[] {
  const [first] = blocks;
  if (first === undefined) return [];
  const scaled = first.branch.flatMap((layer, i) => {
    const factor = layer.parameters[0]?.factor ?? 1;
    const weight = `module.conv${i + 1}.weight`;
    if (factor === 1) return [];
    if (factor === 0) return [`nn.init.zeros_(${weight})`];
    // Fixup (arXiv:1901.09321): L to the power of −1/(2m − 2), of L blocks with m convolutions each.
    return [`${weight}.data.mul_(${count}**${first.branch.length === 2 ? '-0.5' : '-0.25'})`];
  });
  const gate = first.gate === null ? [] : [`nn.init.constant_(module.gate.bias, ${float(gateBias)})`];
  return [...scaled, ...gate];
}
