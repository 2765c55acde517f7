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
class Kept {
  sum = 0;
  largest = 0;

  add(shape: ImageShape, times = 1): void {
    this.sum += times * sizeOf(shape);
    this.largest = Math.max(this.largest, sizeOf(shape));
  }

  /** What nodes make of an image of this shape; returns the shape of what comes out. */
  walk(nodes: readonly PlanNode[], input: ImageShape): ImageShape {
    let shape = input;
    for (const pass of fuse(nodes)) {
      visit(pass, {
        convolution: ({ layer }) => this.add((shape = layer.output)),
        epilogue: ({ activation }) => this.add(shape, KEEPS_INPUT.has(activation) ? 2 : 1),
        pool: ({ output }) => this.add((shape = output)),
        subsampling: ({ stride, channels }) => {
          const [height, width] = [shape.height, shape.width].map((side) => Math.ceil(side / stride));
          this.add((shape = { height: height ?? 0, width: width ?? 0, channels }));
        },
        excitation: () => this.add(shape),
        scale: () => this.add(shape),
        gain: () => this.add(shape),
        drop: () => this.add(shape),
        gate: () => this.add(shape),
        concatenation: (node) => {
          this.walk(node.nodes, shape);
          this.add((shape = node.output));
        },
        block: ({ block }) => {
          const { opening, branch, shortcut, gate, ending } = block.nodes;
          const opened = this.walk(opening, block.input);
          this.walk([...branch, { kind: 'addition' }, ...ending], opened);
          this.walk(shortcut, block.input);
          if (gate !== null) this.walk(gate, block.input);
          shape = block.output;
        },
        // What is done with vectors takes nothing beside images.
        vector: () => (shape = { height: 0, width: 0, channels: 0 }),
      });
    }
    return shape;
  }
}

const known = new WeakMap<LanePlan, number>();

/** Numbers that a step holds for each image of a batch. */
function numbersPerImage(plan: LanePlan): number {
  let numbers = known.get(plan);
  if (numbers === undefined) {
    const kept = new Kept();
    kept.walk(plan.nodes, plan.input);
    numbers = PER_KEPT * kept.sum + WORKING * kept.largest + sizeOf(plan.input);
    known.set(plan, numbers);
  }
  return numbers;
}

/**
 * Bytes that the heap of a worker is expected to have after training steps of these lanes. They are trained one after another in
 * the same buffers, so the largest decides.
 */
export function heapOf(plans: readonly LanePlan[], batchSize: number): number {
  const most = plans.map((plan) => batchSize * numbersPerImage(plan));
  const parameters = plans.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
  return FIRST_HEAP + FLOAT_BYTES * (Math.max(0, ...most) + PER_PARAMETER * parameters);
}

/** Estimated bytes that training these lanes takes on wasm, each in a worker of its own. */
export function memoryOf(plans: readonly LanePlan[], batchSize: number): number {
  return plans.reduce((sum, plan) => sum + heapOf([plan], batchSize), 0);
}
