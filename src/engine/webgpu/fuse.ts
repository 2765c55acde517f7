/**
 * Fewer dispatches for a step that was recorded in full: who reads what is known now. A sum rides with the kernel that makes one of its
 * terms, where nobody else reads it (see `ops/webgpu/addend.ts`), the other term with its activation and gain, where it is no more
 * than these; an activation rides with a product; and a norm takes the gradient of a shortcut as it comes.
 */
import { NOTHING_ADDED } from '../../ops/webgpu/addend';
import { SCALED } from '../../ops/webgpu/channels';
import { ACTIVATION_PASS } from '../../ops/webgpu/norm/apply';
import { BATCH_SUMS } from '../../ops/webgpu/norm/batch';
import { BATCH_GRADIENT, GAINED } from '../../ops/webgpu/norm/gradient';
import { PRODUCT } from '../../ops/webgpu/product';
import type { Kernel } from '../../ops/webgpu/program';
import { activationCode } from '../../ops/webgpu/wgsl';
import { Slot, type Recorded, type Resource } from './recorded';

/** Tensors of one number whose values are known: gains of nothing and of all. Null where nobody has used them. */
export interface KnownGains {
  readonly zero: Resource | null;
  readonly one: Resource | null;
}

const LINEAR = activationCode('linear');

/** Kernels that activate their result by `uniforms.activation`. */
const ACTIVATING: ReadonlySet<string> = new Set([PRODUCT, SCALED]);

/** A dispatch of a kernel of ours. */
type Step = Recorded & { readonly kernel: Kernel };

export function fuse(recorded: readonly Recorded[], gains: KnownGains): Recorded[] {
  const fusion = new Fusion(recorded, gains);
  recorded.forEach((_, at) => fusion.visit(at));
  return fusion.steps.filter((step) => step !== null);
}

class Fusion {
  readonly steps: (Recorded | null)[];
  readonly #gains: KnownGains;
  readonly #uses: Uses;

  constructor(recorded: readonly Recorded[], gains: KnownGains) {
    this.steps = [...recorded];
    this.#gains = gains;
    this.#uses = new Uses(this.steps);
  }

  /** Puts the step at this place in one with what makes what it reads, if it may. */
  visit(at: number): void {
    const step = ownStep(this.steps[at]);
    if (step?.kernel.name === GAINED) this.#fuseSum(step, at);
    else if (step?.kernel.name === ACTIVATION_PASS) this.#fuseActivation(step, at);
    else if (step?.kernel.name === BATCH_SUMS) this.#fuseIncoming(step, at);
  }

  /** a + gain · b. */
  #fuseSum(sum: Step, at: number): void {
    const { one } = this.#gains;
    const { activation, added } = sum.kernel.uniforms;
    const [a, b, gain] = [input(sum, 'dy'), input(sum, 'addedDy'), input(sum, 'addedGain')];
    if (activation !== LINEAR || added !== LINEAR || input(sum, 'gain') !== one) return;
    // What makes a term comes before what only gains it, which may then ride along.
    for (const onlyGains of [false, true])
      for (const [term, other] of gain === one ? [[a, b] as const, [b, a] as const] : [[a, b] as const]) {
        const found = this.#maker(term, at);
        if (found === null || (found.step.kernel.name === GAINED) !== onlyGains) continue;
        const fused = this.#withAddend(found.step, { other, gain }, at);
        if (fused === null) continue;
        this.#uses.replace(found.place, null);
        this.#uses.replace(at, withOutput(fused, sum));
        return;
      }
  }

  /** activation(x + gain · shortcut). */
  #fuseActivation(pass: Step, at: number): void {
    const [gain, shortcut] = [input(pass, 'gain'), input(pass, 'shortcut')];
    const found = this.#maker(input(pass, 'x'), at);
    if (found === null || !ACTIVATING.has(found.step.kernel.name)) return;
    if (found.step.kernel.uniforms['activation'] !== LINEAR) return;
    const summed =
      gain === this.#gains.zero ? found.step : this.#withAddend(found.step, { other: shortcut, gain }, at);
    if (summed === null) return;
    const { activation = LINEAR } = pass.kernel.uniforms;
    this.#uses.replace(found.place, null);
    this.#uses.replace(at, withOutput(changed(summed, {}, { activation }), pass));
  }

  /** Both passes of a norm whose dL/dy is only the gradient of a shortcut, gain · activation' · dy, make it of that themselves. */
  #fuseIncoming(sums: Step, at: number): void {
    const incoming = input(sums, 'dy');
    if (incoming === undefined || !takesGained(sums) || input(sums, 'gain') !== this.#gains.one) return;
    const [, second] = this.#uses.readersOf(incoming);
    const gradient = second === undefined ? null : ownStep(this.steps[second]);
    if (second === undefined || gradient?.kernel.name !== BATCH_GRADIENT || !takesGained(gradient)) return;
    const found = this.#maker(incoming, at, second);
    const parts = found && plainlyGained(found.step);
    if (found === null || parts === null || input(gradient, 'dy') !== incoming) return;
    const { dy, saved, gain, activation } = parts;
    this.#uses.replace(found.place, null);
    this.#uses.replace(at, changed(sums, { dy, saved, gain }, { activation }));
    this.#uses.replace(second, changed(gradient, { dy, saved }, { activation }));
  }

  /** A step that adds `other` times `gain` to its result at `at`, too; null where it cannot. */
  #withAddend(
    step: Step,
    { other, gain }: { readonly other: Resource | undefined; readonly gain: Resource | undefined },
    at: number,
  ): Step | null {
    if (step.kernel.uniforms['added'] !== NOTHING_ADDED || other === undefined || gain === undefined)
      return null;
    const gained = gain === this.#gains.one ? this.#maker(other, at) : null;
    const parts = gained && plainlyGained(gained.step);
    if (gained === null || parts === null)
      return changed(step, { addedDy: other, addedSaved: other, addedGain: gain }, { added: LINEAR });
    this.#uses.replace(gained.place, null);
    const { dy, saved, gain: own, activation } = parts;
    return changed(step, { addedDy: dy, addedSaved: saved, addedGain: own }, { added: activation });
  }

  /** The step of ours that makes what only those at `readers` read, and its place. */
  #maker(
    tensor: Resource | undefined,
    ...readers: readonly number[]
  ): { readonly step: Step; readonly place: number } | null {
    const place = tensor === undefined ? null : this.#uses.onlyMaker(tensor, readers);
    const step = place === null ? null : ownStep(this.steps[place]);
    return place === null || step === null ? null : { step, place };
  }
}

/** Whether a pass of a norm takes dL/dy as it is, with no activation of its own in between. */
function takesGained({ kernel }: Step): boolean {
  return kernel.uniforms['activation'] === LINEAR;
}

/** What gain · activation' · dy is made of, where a step makes that and no more. */
function plainlyGained(step: Step) {
  const { name, uniforms } = step.kernel;
  const [dy, saved, gain] = [input(step, 'dy'), input(step, 'saved'), input(step, 'gain')];
  if (name !== GAINED || uniforms['added'] !== NOTHING_ADDED || !dy || !saved || !gain) return null;
  return { dy, saved, gain, activation: uniforms['activation'] ?? LINEAR };
}

/** Who makes and who reads what, kept up while steps are replaced. */
class Uses {
  readonly #steps: (Recorded | null)[];
  readonly #makers = new Map<Resource, number>();
  readonly #readers = new Map<Resource, Set<number>>();

  constructor(steps: (Recorded | null)[]) {
    this.#steps = steps;
    steps.forEach((step, at) => this.#note(step, at));
  }

  /** Places of the steps that read it, in order. */
  readersOf(tensor: Resource): readonly number[] {
    return [...(this.#readers.get(tensor) ?? [])].toSorted((a, b) => a - b);
  }

  /**
   * The step that makes a tensor which only the ones at `wanted` read, and nobody afterwards; null where there is none, or where
   * it could not be made as late as that, since what it reads is written again before.
   */
  onlyMaker(tensor: Resource, wanted: readonly number[]): number | null {
    if (!(tensor instanceof Slot) || tensor.place !== undefined) return null;
    const readers = this.#readers.get(tensor) ?? new Set();
    const maker = this.#makers.get(tensor);
    if (maker === undefined || readers.size !== wanted.length || !wanted.every((at) => readers.has(at)))
      return null;
    const read = new Set(this.#steps[maker]?.bindings.slice(1));
    const between = this.#steps.slice(maker + 1, Math.max(...wanted));
    return between.some((step) => step?.bindings[0] !== undefined && read.has(step.bindings[0]))
      ? null
      : maker;
  }

  replace(at: number, step: Recorded | null): void {
    for (const resource of this.#steps[at]?.bindings.slice(1) ?? []) this.#readers.get(resource)?.delete(at);
    this.#steps[at] = step;
    this.#note(step, at);
  }

  #note(step: Recorded | null, at: number): void {
    const [output, ...inputs] = step?.bindings ?? [];
    if (output !== undefined) this.#makers.set(output, at);
    for (const resource of inputs) {
      const readers = this.#readers.get(resource) ?? new Set();
      this.#readers.set(resource, readers.add(at));
    }
  }
}

function ownStep(step: Recorded | null | undefined): Step | null {
  return step?.kernel ? { ...step, kernel: step.kernel } : null;
}

/** What a step reads under this name. */
function input({ kernel, bindings }: Pick<Step, 'kernel' | 'bindings'>, name: string): Resource | undefined {
  const index = kernel.inputs.findIndex((each) => each.name === name);
  return index < 0 ? undefined : bindings[1 + index];
}

/** The same step with other inputs and other uniforms. */
function changed(step: Step, inputs: Readonly<Record<string, Resource>>, uniforms: Kernel['uniforms']): Step {
  const { kernel } = step;
  const bindings = step.bindings.map((resource, i) => inputs[kernel.inputs[i - 1]?.name ?? ''] ?? resource);
  return { ...step, bindings, kernel: { ...kernel, uniforms: { ...kernel.uniforms, ...uniforms } } };
}

/** The same step with the output of another. */
function withOutput(step: Step, { bindings }: Recorded): Step {
  const output = bindings[0];
  return output === undefined ? step : { ...step, bindings: [output, ...step.bindings.slice(1)] };
}
