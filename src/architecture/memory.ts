/**
 * Memory of a training step on wasm, counted tensor by tensor as the reference ops and tfjs's tape hold them. Forward, what an
 * op returns lives until the pass ends, and what it saves until the gradient is there, as a copy: on wasm a clone copies.
 * Backward, every gradient by an image lives until the last one is known. So the step needs what is saved, the larger of
 * outputs and gradients, and room to work in.
 */
import type { ClassicNode } from './classic/nodes';
import type { ImageShape, LayerPlan } from './layer';
import type { BlockPlan, NetworkPlan } from './plan';
import { isClassicPlan, type LanePlan } from './plan-experiment';

const FLOAT_BYTES = 4;

/** What the heap of tfjs's wasm begins with, in bytes. */
const FIRST_HEAP = 16 * 2 ** 20;

/** Of it, stack and constants of the program. */
const STATIC = 2 * 2 ** 20;

/** The heap grows by a fifth of itself, at most by this many bytes more than is asked for, and never shrinks. */
const MOST_GROWN = 96 * 2 ** 20;

/** In the heap: value, the copies that the tape and XNNPACK make of it, its gradient, and what is turned or packed of it. */
const COPIES_ON_HEAP = 6.5;

/** On the processor: value, velocity, gradient, and what is on its way between the two. */
const COPIES_BESIDE = 4;

/** Images of a layer's size that are there at once in the backward pass of a norm, besides its result; of other ends. */
const WORKING = { norm: 4, other: 1 } as const;

/** Numbers of an image that a training step holds. */
class Tape {
  saved = 0;
  outputs = 0;
  gradients = 0;
  /** Of the op that needs most while it works. */
  working = 0;

  op(saved: number, outputs: number, gradients: number, working = 0): void {
    this.saved += saved;
    this.outputs += outputs;
    this.gradients += gradients;
    this.working = Math.max(this.working, working);
  }

  /** Keeps its input; the gradient of the filter transposes that and dy. Images have no gradient of their own. */
  convolution({ input, output }: LayerPlan, ofData = false): void {
    const x = sizeOf(input);
    this.op(x, sizeOf(output), ofData ? 0 : x, x + 3 * sizeOf(output));
  }

  /** A norm keeps its output and the centred image; a bias, an activation or a sum alone their output. */
  end(shape: ImageShape, isNorm: boolean): void {
    const size = sizeOf(shape);
    this.op(isNorm ? 2 * size : size, size, size, (isNorm ? WORKING.norm : WORKING.other) * size);
  }

  /** The gradient of a window's largest value, or of its mean, is put together tap by tap. */
  pool(input: ImageShape, output: ImageShape, kernel: number, stride: number, isMax: boolean): void {
    const [x, y] = [sizeOf(input), sizeOf(output)];
    const tap = (stride + stride * stride + (isMax ? 5 : 0)) * y + 2 * x;
    this.op(isMax ? x + y : 0, y, x, kernel * kernel * tap);
  }

  get whole(): number {
    return this.saved + Math.max(this.outputs, this.gradients) + this.working;
  }
}

function sizeOf({ height, width, channels }: ImageShape): number {
  return height * width * channels;
}

function block(tape: Tape, plan: BlockPlan, fixup: boolean): void {
  const { branch, projection, gate, excitation, input, output, order, shortcut } = plan;
  const [x, y] = [sizeOf(input), sizeOf(output)];
  for (const layer of branch) {
    tape.convolution(layer);
    const norm = layer.normPlan;
    // Fixup's scalars stand before and behind every convolution.
    if (fixup) tape.op(sizeOf(layer.input), sizeOf(layer.input), sizeOf(layer.input));
    tape.end(norm?.shape ?? layer.output, norm !== null);
  }
  if (projection !== null) {
    tape.convolution(projection);
    if (projection.normPlan !== null || projection.bias) tape.end(output, projection.normPlan !== null);
  }
  if (shortcut === 'zero-padding') tape.op(0, y, x);
  // The gradients of branch and shortcut, and their sum.
  tape.op(0, 0, x + y);
  const extras = [plan.dropout > 0, plan.shortcutDropout > 0, plan.branchGain !== null, excitation !== null];
  for (const extra of extras) if (extra) tape.op(y, y, y);
  if (plan.branchScale !== 1 || plan.survival !== 1) tape.op(0, y, y);
  if (excitation !== null) tape.op(0, 0, y);
  if (gate !== null) {
    tape.convolution(gate.layer);
    tape.end(output, false);
    // The shortcut times 1 − g, and where it is exclusive the branch times g.
    tape.op(2 * y, 2 * y, 3 * y);
    if (gate.kind === 'exclusive') tape.op(2 * y, y, 3 * y);
  }
  const isPlain = order === 'original' && gate === null && !extras.includes(true);
  // Elsewhere the sum is an op of its own.
  if (!isPlain) tape.op(y, y, y);
  if (order === 'norm-after-addition') tape.op(0, y, y);
}

function residual(tape: Tape, plan: NetworkPlan): void {
  tape.convolution(plan.stem, true);
  if (plan.stem.normPlan !== null || plan.stem.bias || plan.stemEnd.activated)
    tape.end(plan.stem.output, plan.stem.normPlan !== null);
  if (plan.stemEnd.pooled) tape.pool(plan.stem.output, plan.stemEnd.output, 3, 2, true);
  for (const each of plan.blocks) block(tape, each, plan.scalars !== null);
  const last = plan.blocks.at(-1)?.output ?? plan.stemEnd.output;
  if (plan.tail.activated) tape.end(last, plan.tail.norm !== null);
  tape.op(sizeOf(plan.dense.input), 0, sizeOf(last));
}

function classic(tape: Tape, nodes: readonly ClassicNode[], first: boolean): void {
  nodes.forEach((node, index) => {
    switch (node.kind) {
      case 'conv':
        tape.convolution(node.layer, first && index === 0);
        if (node.layer.normPlan !== null) tape.end(node.layer.normPlan.shape, true);
        else tape.end(node.first === 'norm' ? node.layer.input : node.layer.output, false);
        break;
      case 'pool': {
        const { kernel, stride } = node.window;
        tape.pool(node.input, node.output, kernel, stride, node.pool === 'max');
        break;
      }
      case 'concat': {
        classic(tape, node.nodes, false);
        const size = sizeOf(node.output);
        // Both parts of the gradient, and the sum with that of what was added.
        tape.op(0, size, 2 * size);
        break;
      }
      case 'tail':
        tape.end(node.shape, node.norm !== null);
        break;
      case 'vector':
        tape.op(0, 0, sizeOf(node.input));
        break;
      case 'dense':
      case 'dropout':
        break;
      default:
        node satisfies never;
    }
  });
}

const known = new WeakMap<LanePlan, number>();

/** Numbers that a step holds for each image of a batch. */
function numbersPerImage(plan: LanePlan): number {
  let numbers = known.get(plan);
  if (numbers === undefined) {
    const tape = new Tape();
    if (isClassicPlan(plan)) classic(tape, plan.nodes, true);
    else residual(tape, plan);
    numbers = tape.whole + sizeOf(plan.input);
    known.set(plan, numbers);
  }
  return numbers;
}

/**
 * Bytes that the heap of wasm is expected to have after training steps of these lanes. They are trained one after another, so
 * the largest decides. Half of the most by which it may be larger than it must be is added.
 */
export function heapOf(plans: readonly LanePlan[], batchSize: number): number {
  const most = plans.map(
    (plan) => FLOAT_BYTES * (batchSize * numbersPerImage(plan) + COPIES_ON_HEAP * plan.parameterCount),
  );
  const needed = STATIC + Math.max(0, ...most);
  return Math.max(FIRST_HEAP, needed + Math.min(0.1 * needed, MOST_GROWN / 2));
}

/** Estimated bytes that training these lanes takes on wasm: its heap, and the parameters of all of them beside it. */
export function memoryOf(plans: readonly LanePlan[], batchSize: number): number {
  const parameters = plans.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
  return heapOf(plans, batchSize) + FLOAT_BYTES * COPIES_BESIDE * parameters;
}
