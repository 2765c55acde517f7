/** Puts a classic network together node by node, keeping shapes, receptive fields, parameters and norms. */
import type { ClassicConfig, PoolKind } from '../config/classic';
import { normNode } from './block';
import {
  convolution,
  countOf,
  denseLayer,
  gcd,
  grow,
  normParameters,
  outputOf,
  sizeOf,
  type Field,
  type ImageShape,
  type LayerPlan,
  type NormPlan,
  type ParameterPlan,
} from './layer';
import type { ClassicPlan, PlanNode, PoolWindow } from './nodes';

/** Groups of a classic network's group norms; the greatest common divisor with the channels counts. */
const NORM_GROUPS = 4;

interface ConvChoices {
  readonly channels: number;
  readonly kernel: number;
  readonly padding?: number;
  /** Name of its norm, where the network has norms; none without. */
  readonly norm?: string;
  /** `filter` first: convolution, norm, activation, where a norm is named. `norm` first: norm, activation, convolution. */
  readonly first?: 'filter' | 'norm';
}

export class Chain {
  readonly #config: ClassicConfig;
  readonly #input: ImageShape;
  readonly #layers: LayerPlan[] = [];
  readonly #norms: NormPlan[] = [];
  readonly #parameters: ParameterPlan[] = [];
  #nodes: PlanNode[] = [];
  #beside = 0;
  #field: Field = { size: 1, jump: 1 };
  shape: ImageShape;

  constructor(config: ClassicConfig, input: ImageShape) {
    this.#config = config;
    const { height, width, channels } = input;
    this.#input = { height, width, channels };
    this.shape = this.#input;
  }

  conv(name: string, { channels, kernel, padding, norm, first = 'filter' }: ConvChoices): void {
    const spec = {
      name,
      kind: 'conv' as const,
      block: null,
      input: this.shape,
      channels,
      kernel,
      stride: 1,
      ...(padding !== undefined && { padding }),
    };
    const output = outputOf(spec);
    const own = norm === undefined ? null : this.#norm(norm, first === 'norm' ? this.shape : output);
    const layer = convolution({ ...spec, norm: own, bias: this.#config.norm === 'none', entry: this.#field });
    const filter: PlanNode = { kind: 'convolution', layer, ofImages: this.#layers.length === 0 };
    const end = [...normNode(own), this.#activation()];
    if (first === 'norm') this.#push(...end, filter);
    else this.#push(filter, ...(norm === undefined ? [] : end));
    this.#push({ kind: 'probe', layer: name });
    this.#layers.push(layer);
    this.#parameters.push(...layer.parameters);
    if (first === 'norm') this.#beside += sizeOf(this.shape);
    this.#field = grow(this.#field, kernel, 1);
    this.shape = output;
  }

  /** Pools; where a single position is left there is nothing to pool. */
  pool(pool: PoolKind, window: PoolWindow): void {
    if (this.shape.height === 1 && this.shape.width === 1) return;
    const input = this.shape;
    const side = (length: number): number =>
      Math.floor((length + 2 * window.padding - window.kernel) / window.stride) + 1;
    const output = { height: side(input.height), width: side(input.width), channels: input.channels };
    this.#push({ kind: 'pool', pool, window, input, output });
    this.#field = grow(this.#field, window.kernel, window.stride);
    this.#beside += sizeOf(output);
    this.shape = output;
  }

  /** Channels are kept, and behind them come those of what `build` adds. */
  concat(name: string, build: () => void): void {
    const outer = this.#nodes;
    const input = this.shape;
    this.#nodes = [];
    build();
    const nodes = this.#nodes;
    this.#nodes = outer;
    this.shape = { ...this.shape, channels: input.channels + this.shape.channels };
    this.#push({ kind: 'concatenation', name, nodes, output: this.shape });
    this.#beside += sizeOf(this.shape);
  }

  tail(name: string): void {
    const norm = this.#norm(name, this.shape);
    if (norm !== null) this.#parameters.push(...normParameters(norm));
    this.#push(...normNode(norm), this.#activation());
    this.#beside += sizeOf(this.shape);
  }

  vector(by: 'average' | 'flatten'): void {
    const input = this.shape;
    this.#push({ kind: 'vector', by, input });
    this.shape = { height: 1, width: 1, channels: by === 'average' ? input.channels : sizeOf(input) };
    const whole = this.#field.size + (Math.max(input.height, input.width) - 1) * this.#field.jump;
    this.#field = { size: whole, jump: this.#field.jump };
  }

  dense(name: string, outputs: number, activated: boolean): void {
    const layer = denseLayer(name, 'dense', null, [this.shape.channels, outputs], this.#field.size);
    this.#push({ kind: 'dense', layer });
    if (activated) this.#push(this.#activation());
    this.#push({ kind: 'probe', layer: name });
    this.#layers.push(layer);
    this.#parameters.push(...layer.parameters);
    this.shape = layer.output;
  }

  dropout(name: string): void {
    const { dropout: share } = this.#config;
    if (share > 0) this.#push({ kind: 'drop', name, share });
  }

  plan(): ClassicPlan {
    const { kind, norm, activation, initialisation } = this.#config;
    return {
      classic: kind,
      config: this.#config,
      input: this.#input,
      classes: this.shape.channels,
      norm,
      activation,
      initialisation,
      init: { initialisation, initDistribution: 'normal', initFan: 'in', initDeviation: 0.01, gateBias: 0 },
      nodes: this.#nodes,
      blocks: [],
      layers: this.#layers,
      norms: this.#norms,
      parameters: this.#parameters,
      parameterCount: countOf(this.#parameters),
      multiplyAdds: this.#layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0),
      beside: this.#beside,
    };
  }

  #push(...nodes: PlanNode[]): void {
    this.#nodes.push(...nodes);
  }

  #activation(): PlanNode {
    return { kind: 'activation', activation: this.#config.activation };
  }

  #norm(name: string, shape: ImageShape): NormPlan | null {
    const { norm } = this.#config;
    if (norm === 'none') return null;
    const groups = { batch: null, layer: 1, group: gcd(NORM_GROUPS, shape.channels) }[norm];
    const plan = { name, shape, groups, start: 1 };
    this.#norms.push(plan);
    return plan;
  }
}
