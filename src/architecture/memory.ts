/**
 * Memory of a training step on wasm, counted tensor by tensor as the reference ops and tfjs's tape hold them. Forward, what an
 * op returns lives until the pass ends, and what it saves until the gradient is there, as a copy: on wasm a clone copies.
 * Backward, every gradient by an image lives until the last one is known. So the step needs what is saved, the larger of
 * outputs and gradients, and room to work in.
 */
import { fuse } from './fuse';
import { sizeOf, type ImageShape, type LayerPlan } from './layer';
import { nodesOfBlock, visit, type BlockPlan, type LanePlan, type PlanNode } from './nodes';

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

function block(tape: Tape, plan: BlockPlan): void {
  const [x, y] = [sizeOf(plan.input), sizeOf(plan.output)];
  const nodes = nodesOfBlock(plan);
  for (const node of nodes)
    visit(node, {
      convolution: ({ layer }) => {
        tape.convolution(layer);
        if (layer.bias) tape.end(layer.output, false);
      },
      norm: ({ norm }) => tape.end(norm.shape, true),
      shift: ({ of }) => of !== null && tape.end(of.letter === 'a' ? of.layer.input : of.layer.output, false),
      subsampling: () => tape.op(0, y, x),
      scale: () => tape.op(0, y, y),
      gain: () => tape.op(y, y, y),
      drop: () => tape.op(y, y, y),
      excitation: () => tape.op(y, y, 2 * y),
      gate: () => tape.op(2 * y, y, 3 * y),
    });
  // The shortcut times 1 − g.
  if (plan.gate !== null) tape.op(2 * y, 2 * y, 3 * y);
  // The gradients of branch and shortcut, and their sum.
  tape.op(0, 0, x + y);
  const extra = nodes.some(({ kind }) => kind === 'drop' || kind === 'gain' || kind === 'excitation');
  // Elsewhere the sum is an op of its own.
  if (plan.order !== 'original' || plan.gate !== null || extra) tape.op(y, y, y);
  if (plan.order === 'norm-after-addition') tape.op(0, y, y);
}

/** A network, or a concatenation, of what comes in. */
function walk(tape: Tape, nodes: readonly PlanNode[], input: ImageShape): void {
  let shape = input;
  // One to each layer: where it was activated before its convolution, the bias behind that is not counted.
  let isCounted = false;
  for (const pass of fuse(nodes))
    visit(pass, {
      convolution: ({ layer, ofImages }) => {
        tape.convolution(layer, ofImages);
        shape = layer.output;
      },
      epilogue: ({ normOrBias }) => {
        if (!isCounted) tape.end(shape, normOrBias?.kind === 'norm');
        isCounted = true;
      },
      probe: () => {
        isCounted = false;
      },
      pool: ({ pool, window, output }) => {
        tape.pool(shape, output, window.kernel, window.stride, pool === 'max');
        shape = output;
      },
      concatenation: ({ nodes: own, output }) => {
        walk(tape, own, shape);
        shape = output;
        // Both parts of the gradient, and the sum with that of what was added.
        tape.op(0, sizeOf(shape), 2 * sizeOf(shape));
      },
      block: (node) => {
        block(tape, node.block);
        shape = node.block.output;
      },
      vector: () => {
        tape.op(0, 0, sizeOf(shape));
        // What is done with vectors takes nothing beside images.
        shape = { height: 0, width: 0, channels: 0 };
      },
      dense: ({ layer }) => tape.op(sizeOf(layer.input), 0, 0),
    });
}

const known = new WeakMap<LanePlan, number>();

/** Numbers that a step holds for each image of a batch. */
function numbersPerImage(plan: LanePlan): number {
  let numbers = known.get(plan);
  if (numbers === undefined) {
    const tape = new Tape();
    walk(tape, plan.nodes, plan.input);
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
