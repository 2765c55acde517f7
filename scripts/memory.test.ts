/** The heap that is told before training against the one that training has: a process each, as a heap never shrinks. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { heapOf } from '../src/architecture/memory';
import { planLanes } from '../src/architecture/plan-experiment';
import { decode } from '../src/config/codec/url';

const run = promisify(execFile);

it.each([
  ['batch norm', '#v=1&blocks=2,2,2&width=8&batch=64'],
  ['bottlenecks', '#v=1&blocks=1,1,1&width=8&block=bottleneck&expansion=4&batch=64'],
  ['no norm', '#v=1&blocks=1,1,1&width=16&norm=none&batch=64'],
  ['an activation by its input', '#v=1&blocks=2,2,2&width=8&batch=64&act=gelu'],
  ['concatenation, DenseNet', '#v=1&blocks=0,0,0&batch=64&lanes=d&net.d=densenet&input=28'],
  ['pooling, LeNet-5', '#v=1&blocks=0,0,0&batch=128&lanes=d&net.d=lenet&input=28'],
])(
  'of %s',
  async (_, link) => {
    const { config, repairs } = decode(link);
    expect(repairs).toStrictEqual([]);
    const { stdout } = await run('npx', ['tsx', 'src/testing/memory.ts', link]);
    const ratio = heapOf(planLanes(config), config.batchSize) / Number(stdout);
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
  },
  120_000,
);
