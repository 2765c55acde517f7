/** Walks the fused nodes of a plan as `forward` does, and plans for each what is called on the heap. */
import { fuse, type EpiloguePass, type Pass } from '../../architecture/fuse';
import { stretchesOf, type BlockPlan, type PlanNode } from '../../architecture/nodes';
import type { ActivationName } from '../../config/activations';
import { scale } from '../../ops/simd/elementwise';
import type { Machine } from '../../ops/simd/machine';
import type { Epilogues, Join } from './epilogues';
import type { Layers } from './layers';
import type { Net } from './net';
import type { Tape, Value } from './tape';
import type { Watching } from './watching';

export interface PlannerParts {
  readonly machine: Machine;
  readonly tape: Tape;
  readonly net: Net;
  readonly layers: Layers;
  readonly epilogues: Epilogues;
  /** Null where nobody watches. */
  readonly watching: Watching | null;
  /** Whether anything is dropped. */
  readonly isNoisy: boolean;
}

export class Planner {
  readonly #parts: PlannerParts;

  constructor(parts: PlannerParts) {
    this.#parts = parts;
  }

  /** What a network makes of its images, which are taken over. */
  whole(nodes: readonly PlanNode[], images: Value): Value {
    const { tape, watching } = this.#parts;
    if (watching === null) return this.run(nodes, images);
    return stretchesOf(nodes).reduce((x, { layer, nodes: stretch }) => {
      const y = this.run(stretch, x);
      watching.stretch(tape, layer, y);
      return y;
    }, images);
  }

  /** What nodes make of x, which is taken over. */
  run(nodes: readonly PlanNode[], x: Value, join: Join | null = null): Value {
    return fuse(nodes).reduce((value, pass) => this.#apply(pass, value, join), x);
  }

  #apply(pass: Pass, x: Value, join: Join | null): Value {
    const { tape, layers, epilogues, watching, isNoisy } = this.#parts;
    switch (pass.kind) {
      case 'convolution':
        return layers.convolution(pass.layer, x);
      case 'epilogue':
        return epilogues.plan(pass, x, join);
      case 'excitation': {
        const [squeeze, restore] = pass.layers;
        const squeezed = this.#activation(layers.dense(squeeze, layers.average(tape.hold(x))), 'relu');
        return layers.byChannel(x, this.#activation(layers.dense(restore, squeezed), 'sigmoid'));
      }
      case 'scale':
        return layers.scaled(pass, isNoisy, x);
      case 'gain': {
        const normOrBias = { kind: 'scalars', factor: pass.name, shift: null } as const;
        return epilogues.plan({ kind: 'epilogue', normOrBias, adds: false, activation: 'linear' }, x, null);
      }
      case 'gate':
        return join === null ? x : layers.gated(x, join);
      case 'drop':
        return isNoisy ? layers.dropped(pass.share, pass.name, x) : x;
      case 'subsampling':
        return layers.subsampling(pass.stride, pass.channels, x);
      case 'pool':
        return layers.pool(pass, x);
      case 'vector': {
        if (pass.by === 'average') return layers.average(x);
        const { height, width, channels } = x.shape;
        return tape.reshaped(x, { height: 1, width: 1, channels: height * width * channels });
      }
      case 'dense':
        return layers.dense(pass.layer, x);
      case 'concatenation':
        return layers.concatenation(x, this.run(pass.nodes, tape.hold(x)));
      case 'block':
        return this.#block(pass.block, x);
      case 'zeros': {
        const { machine } = this.#parts;
        const zeros = tape.value(pass.output, false);
        tape.call(() => machine.floats(zeros.at, zeros.floats).fill(0));
        tape.release(x);
        return zeros;
      }
      case 'probe':
        watching?.layer(tape, pass.layer, x);
        return x;
    }
    return pass satisfies never;
  }

  #activation(x: Value, activation: ActivationName): Value {
    const pass: EpiloguePass = { kind: 'epilogue', normOrBias: null, adds: false, activation };
    return this.#parts.epilogues.plan(pass, x, null);
  }

  /** y = ending(branch(x) + gain · shortcut(x)); with a gain of 0 the shortcut is not computed, and learns nothing. */
  #block({ nodes, index }: BlockPlan, x: Value): Value {
    const { tape, net, layers, watching } = this.#parts;
    const { given } = net;
    const isOn = (): boolean => (given.gains[index] ?? 0) !== 0;
    const apart = watching !== null && watching.takesBlocksApart;
    const [forBranch, forShortcut] = apart ? this.#fork(index, x) : [tape.hold(x), tape.hold(x)];
    const opened = this.run(nodes.opening, forBranch);
    const { shortcut, gate } = tape.when(isOn, () => {
      // Watched, the shortcut has its own copy of what both read, so that the two ways can be told apart.
      const readsOpening = nodes.shortcutReads === 'opening';
      const read = !readsOpening || apart ? tape.hold(forShortcut) : tape.hold(opened);
      const copied = readsOpening && apart ? this.run(nodes.opening, read) : read;
      const passed = this.run(nodes.shortcut, copied);
      if (nodes.gate === null) return { shortcut: passed, gate: null };
      const made = this.run(nodes.gate, tape.hold(forShortcut));
      return { shortcut: layers.product(passed, layers.complement(tape.hold(made))), gate: made };
    });
    tape.release(forShortcut);
    const join = { shortcut, gate, block: index };
    const ending: readonly PlanNode[] = [{ kind: 'addition' }, ...nodes.ending];
    let y: Value;
    if (apart) {
      const branch = this.run(nodes.branch, opened, join);
      const seen = tape.hold(branch);
      y = this.run(ending, branch, join);
      watching.values(tape, index, seen, { shortcut, isOn }, y);
      tape.release(seen);
    } else y = this.run([...nodes.branch, ...ending], opened, join);
    tape.release(shortcut);
    if (gate !== null) tape.release(gate);
    tape.release(x);
    return y;
  }

  /** What branch and shortcut read, with a gradient each; both flow on into that of x. */
  #fork(block: number, x: Value): readonly [Value, Value] {
    const { machine, tape, watching } = this.#parts;
    const [forBranch, forShortcut] = [tape.apart(x), tape.apart(x)];
    watching?.input(tape, block, x);
    const [b, s] = [forBranch.gradient, forShortcut.gradient];
    if (b === null || s === null) return [forBranch, forShortcut];
    tape.differentiateApart([b, s], () => {
      const [fromBranch, fromShortcut] = [b.at, s.at];
      const dx = tape.into(x);
      watching?.parts(tape, block, x.floats, b, s);
      tape.call(() => {
        for (const [part, at] of [
          [s, fromShortcut],
          [b, fromBranch],
        ] as const) {
          if (!part.written) continue;
          scale(machine, at, x.floats, 1, dx.at, dx.written);
          dx.written = true;
        }
      });
    });
    return [forBranch, forShortcut];
  }
}
