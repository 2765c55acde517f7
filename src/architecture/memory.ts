/**
 * Memory of a planned training step on wasm. What a convolution and what follows it give is kept until its gradient is there;
 * gradients of images use the same few buffers again, and convolutions have copies with borders, and tables, for every shape.
 */
import type { ActivationName } from '../config/activations';
import { fuse } from './fuse';
import { sizeOf, type ImageShape } from './layer';
import { visit, type LanePlan, type PlanNode } from './nodes';

const FLOAT_BYTES = 4;

/** Of the module, and tables that every network has. */
const FIRST_HEAP = 2 ** 19;

/** Weight, gradient and velocity. */
const PER_PARAMETER = 3;

/** What is kept, with the tables and bordered copies that go with it, and buffers as large as the largest of it: fitted. */
const PER_KEPT = 1.1;
const WORKING = 5;

/** Activations whose derivative the output does not tell: what goes in is kept as well. */
const KEEPS_INPUT: ReadonlySet<ActivationName> = new Set(['gelu', 'silu', 'mish', 'hard-swish']);

/** Numbers of an image that a step keeps, and the most that one op gives. */
export interface KeptNumbers {
  readonly sum: number;
  readonly largest: number;
}

/** What a step keeps of nodes that read an image of this shape; of nodes one after the other, sums add up. */
export function keptOf(nodes: readonly PlanNode[], input: ImageShape): KeptNumbers {
  let [sum, largest] = [0, 0];
  eachKept(nodes, input, (shape, times) => {
    sum += times * sizeOf(shape);
    largest = Math.max(largest, sizeOf(shape));
  });
  return { sum, largest };
}

/**
 * Names every image that a step keeps of nodes that read one of this shape, and how many of it. Shapes are those of the plan, the
 * very objects, as far as it has them. Returns the shape of what comes out.
 */
export function eachKept(
  nodes: readonly PlanNode[],
  input: ImageShape,
  keep: (shape: ImageShape, times: number) => void,
): ImageShape {
  let shape = input;
  const again = (): void => keep(shape, 1);
  const become = (next: ImageShape): void => {
    shape = next;
    keep(shape, 1);
  };
  for (const pass of fuse(nodes)) {
    visit(pass, {
      convolution: ({ layer }) => become(layer.output),
      epilogue: ({ activation }) => keep(shape, KEEPS_INPUT.has(activation) ? 2 : 1),
      pool: ({ output }) => become(output),
      subsampling: ({ stride, channels }) =>
        become({
          height: Math.ceil(shape.height / stride),
          width: Math.ceil(shape.width / stride),
          channels,
        }),
      excitation: again,
      scale: again,
      gain: again,
      drop: again,
      gate: again,
      concatenation: (node) => {
        eachKept(node.nodes, shape, keep);
        become(node.output);
      },
      block: ({ block }) => {
        const { opening, branch, shortcut, gate, ending } = block.nodes;
        const opened = eachKept(opening, block.input, keep);
        eachKept([...branch, { kind: 'addition' }, ...ending], opened, keep);
        eachKept(shortcut, block.input, keep);
        if (gate !== null) eachKept(gate, block.input, keep);
        shape = block.output;
      },
      // What is done with vectors takes nothing beside images.
      vector: () => (shape = { height: 0, width: 0, channels: 0 }),
    });
  }
  return shape;
}

/** Numbers that a step holds for each image of a batch, by what all nodes keep. */
export function heldPerImage({ sum, largest }: KeptNumbers, input: ImageShape): number {
  return PER_KEPT * sum + WORKING * largest + sizeOf(input);
}

/** What decides how large the heap is for a lane. */
export interface Held {
  /** Numbers that a step holds for each image. */
  readonly held: number;
  readonly parameters: number;
}

/**
 * Bytes that the heap of a worker is expected to have after training steps of these lanes. They are trained one after another in
 * the same buffers, so the largest decides.
 */
export function heapFor(lanes: readonly Held[], batchSize: number): number {
  const most = lanes.map(({ held }) => batchSize * held);
  const parameters = lanes.reduce((sum, lane) => sum + lane.parameters, 0);
  return FIRST_HEAP + FLOAT_BYTES * (Math.max(0, ...most) + PER_PARAMETER * parameters);
}

const known = new WeakMap<LanePlan, Held>();

function heldBy(plan: LanePlan): Held {
  let held = known.get(plan);
  if (held === undefined) {
    const { nodes, input, parameterCount: parameters } = plan;
    held = { held: heldPerImage(keptOf(nodes, input), input), parameters };
    known.set(plan, held);
  }
  return held;
}

/** The same of planned lanes. */
export function heapOf(plans: readonly LanePlan[], batchSize: number): number {
  return heapFor(plans.map(heldBy), batchSize);
}

/** Estimated bytes that training these lanes takes on wasm, each in a worker of its own. */
export function memoryOf(plans: readonly LanePlan[], batchSize: number): number {
  return plans.reduce((sum, plan) => sum + heapOf([plan], batchSize), 0);
}
