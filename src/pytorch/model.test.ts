/** What of `model.py` can be told without PyTorch; `scripts/pytorch/models.ts` runs it. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planClassic } from '../architecture/classic';
import { planNetwork } from '../architecture/plan';
import { planLanesFor } from '../architecture/plan-experiment';
import { CLASSICS } from '../config/classic';
import { DEFAULTS } from '../config/defaults';
import type { NetworkConfig } from '../config/schema';
import { experiments } from '../testing/arbitrary';
import { modelSource, type ModelLane, type SourceLine } from './model';

const input = { height: 8, width: 8, channels: 3 };

function lane(id: string, network: Partial<NetworkConfig> = {}, gain = 1): ModelLane {
  const plan = planNetwork({ ...DEFAULTS.network, ...network }, input, 10);
  return { id, plan, gains: plan.blocks.map(() => gain) };
}

const textOf = (lines: readonly SourceLine[]): string => lines.map(({ text }) => text).join('\n');

/** A class or a table, to the next empty line that nothing indented follows. */
function part(lines: readonly SourceLine[], start: string): string {
  const text = textOf(lines);
  return text.slice(text.indexOf(start)).split('\n\n\n')[0] ?? '';
}

const classesIn = (lines: readonly SourceLine[]): string[] =>
  lines.flatMap(({ text }) => /^class (\w+)/.exec(text)?.[1] ?? []);

describe('residual networks', () => {
  test('a block as its author would write it', () => {
    expect(part(modelSource([lane('residual')]), 'class BasicBlock')).toMatchInlineSnapshot(`
      "class BasicBlock(nn.Module):
          """Two convolutions, plus \`gain\` times a shortcut (arXiv:1512.03385)."""

          def __init__(
              self, inputs: int, outputs: int, stride: int = 1, gain: float = 1.0
          ) -> None:
              super().__init__()
              self.gain = gain
              self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
              self.bn1 = nn.BatchNorm2d(outputs)
              self.relu = nn.ReLU()
              self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
              self.bn2 = nn.BatchNorm2d(outputs)
              self.downsample: nn.Module = nn.Identity()
              if stride != 1 or inputs != outputs:
                  self.downsample = nn.Sequential(
                      nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False),
                      nn.BatchNorm2d(outputs),
                  )

          def forward(self, x: Tensor) -> Tensor:
              out = self.relu(self.bn1(self.conv1(x)))
              out = self.bn2(self.conv2(out))
              if self.gain != 0:
                  out = out + self.gain * self.downsample(x)
              return self.relu(out)"
    `);
  });

  test('with an activation in front and zeros for new channels', () => {
    const lines = modelSource([
      lane('residual', { order: 'pre-activation', shortcut: 'A', stochasticDepth: 0.5 }),
    ]);
    expect(part(lines, '    def forward(self, x: Tensor) -> Tensor:\n        out')).toMatchInlineSnapshot(`
      "    def forward(self, x: Tensor) -> Tensor:
              out = self.relu(self.bn1(x))
              out = self.relu(self.bn2(self.conv1(out)))
              out = self.conv2(out)
              if self.gain != 0:
                  out = self.depth(out) + self.gain * self.downsample(x)
              return out"
    `);
  });

  test('equal blocks are made in a loop', () => {
    const stages = [
      { blocks: 1, width: 8, stride: 1 },
      { blocks: 4, width: 16, stride: 2 },
    ];
    const text = textOf(modelSource([lane('residual', { stages })]));
    expect(text).toContain('BasicBlock(8, 16, stride=2, gain=gains[1]),\n');
    expect(text).toContain('*(BasicBlock(16, 16, gain=gains[i]) for i in range(2, 5)),\n');
  });

  test('only what a network has is written', () => {
    const text = textOf(modelSource([lane('residual', { shortcut: 'C', block: 'bottleneck' })]));
    for (const other of ['Dropout', 'gate', 'if stride', 'import torch', 'math', 'Identity', 'dilation'])
      expect(text).not.toContain(other);
  });
});

describe('lanes', () => {
  test('of one architecture share its class and differ in gains', () => {
    const lines = modelSource([lane('residual'), lane('plain', {}, 0), lane('half', {}, 0.5)]);
    expect(classesIn(lines)).toEqual(['BasicBlock', 'ResNet56']);
    expect(part(lines, 'NETWORKS:')).toMatchInlineSnapshot(`
      "NETWORKS: dict[str, Callable[[], nn.Module]] = {
          "residual": lambda: ResNet56(gains=[1.0] * 27),
          "plain": lambda: ResNet56(gains=[0.0] * 27),
          "half": lambda: ResNet56(gains=[0.5] * 27),
      }"
    `);
  });

  test('of others have classes of other names, and share the blocks that are the same', () => {
    const wide = { stemWidth: 16 };
    const lines = modelSource([lane('a'), lane('b', wide), lane('c', { norm: 'layer' }), lane('d', wide)]);
    expect(classesIn(lines)).toEqual([
      'BasicBlock',
      'ResNet56',
      'ResNet56B',
      'ResNet56CBasicBlock',
      'ResNet56C',
    ]);
    expect(part(lines, 'NETWORKS:')).toContain('"d": lambda: ResNet56B(');
  });

  test('says whose start it is where the last layer begins at 0, and there alone', () => {
    const start = (branchStart: NetworkConfig['branchStart']): string =>
      textOf(modelSource([lane('a', { branchStart, norm: 'none' })]));
    expect(start('fixup')).toMatch(
      /# Fixup, arXiv:1901\.09321:.*\n(?: .*\n)+ *nn\.init\.zeros_\(self\.fc\.weight\)/,
    );
    expect(start('plain')).not.toContain('Fixup');
  });

  test('may be classic', () => {
    const plan = planClassic(CLASSICS.lenet, input, 10);
    const lines = modelSource([lane('residual'), { id: 'lenet', plan, gains: [] }]);
    expect(part(lines, 'NETWORKS:')).toContain('"lenet": LeNet,');
    expect(part(lines, 'class LeNet')).toContain('self.conv1 = nn.Conv2d(3, 6, 5, padding=2)');
  });
});

test('of any experiment every module and every block has lines, all short', () => {
  fc.assert(
    fc.property(experiments, (config) => {
      const plans = planLanesFor(config, input, 10);
      const lanes = config.lanes.flatMap(({ id, gains }, i) => {
        const plan = plans[i];
        return plan === undefined ? [] : [{ id, plan, gains }];
      });
      const lines = modelSource(lanes);
      const named = new Set(lines.flatMap(({ of }) => of));
      const wanted = lanes.flatMap(({ plan }) => [
        ...plan.blocks.map(({ name }) => name),
        // A number of its own is a parameter without a module.
        ...plan.parameters.map(({ name }) => (named.has(name) ? name : name.replace(/\.\w+$/, ''))),
      ]);
      expect(wanted.filter((name) => !named.has(name))).toEqual([]);
      expect(lines.filter(({ text }) => text.length > 100)).toEqual([]);
      const names = classesIn(lines);
      expect(new Set(names).size).toBe(names.length);
      for (const { id } of lanes)
        expect(lines.some(({ text }) => text.startsWith(`    "${id}": `))).toBe(true);
    }),
    { numRuns: 30 },
  );
});
