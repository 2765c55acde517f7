/**
 * What logs say of layers, and by which names: those of hook.py, and those that other people's files have. A column of a file is
 * about a layer where its name has that of a quantity in it, as `grad_norm/layer1.0.conv1`; all others hold one number per step.
 */

/** What is measured of a layer in each step. */
export const QUANTITIES = [
  'gradient',
  'weight',
  'update',
  'activation',
  'mean',
  'deviation',
  'zeros',
  'dead',
  'gradientFaults',
  'activationFaults',
] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** Those that are Euclidean norms: of a layer's weight and bias together they are the root of the sum of squares. */
const NORMS: ReadonlySet<Quantity> = new Set<Quantity>(['gradient', 'weight', 'update', 'activation']);

export const isNormOf = (quantity: Quantity): boolean => NORMS.has(quantity);

/** Names of hook.py, of which each holds a list of all layers. */
const OF_HOOK: Readonly<Record<string, Quantity>> = {
  grad_norm: 'gradient',
  weight_norm: 'weight',
  update_norm: 'update',
  act_norm: 'activation',
  act_mean: 'mean',
  act_std: 'deviation',
  zeros: 'zeros',
  dead: 'dead',
  grad_nonfinite: 'gradientFaults',
  act_nonfinite: 'activationFaults',
};

/** Further names: PyTorch Lightning's `grad_2.0_norm/…`, and what people write by hand. */
const OTHERS: readonly (readonly [RegExp, Quantity])[] = [
  [/^grad(?:ient)?s?(?:[_-]?(?:\d(?:\.\d)?|l2)?[_-]?norms?)?$/, 'gradient'],
  [/^(?:weight|param|parameter)s?[_-]?norms?$/, 'weight'],
  [/^(?:update|delta)s?(?:[_-]?norms?)?$/, 'update'],
  [/^(?:act|activation|output)s?[_-]?norms?$/, 'activation'],
  [/^(?:act|activation|output)s?[_-]?mean$/, 'mean'],
  [/^(?:act|activation|output)s?[_-]?(?:std|stddev|deviation)$/, 'deviation'],
  [/^(?:zeros?(?:[_-]share)?|sparsity)$/, 'zeros'],
  [/^dead(?:[_-](?:share|units|neurons))?$/, 'dead'],
  [/^grad(?:ient)?s?[_-]?non[_-]?finite$/, 'gradientFaults'],
  [/^(?:act|activation)s?[_-]?non[_-]?finite$/, 'activationFaults'],
];

export function quantityOf(name: string): Quantity | null {
  if (Object.hasOwn(OF_HOOK, name)) return OF_HOOK[name] ?? null;
  const lower = name.toLowerCase();
  return OTHERS.find(([pattern]) => pattern.test(lower))?.[1] ?? null;
}

/** What a column of a file holds. */
export type ColumnMeaning =
  | { readonly kind: 'step' }
  /** One number per step; `loss` and `lr` by whatever name the file has for them. */
  | { readonly kind: 'scalar'; readonly name: string }
  | { readonly kind: 'layer'; readonly quantity: Quantity; readonly layer: string }
  /** What tells nothing of a training: times of the clock, bounds that a tool adds. */
  | { readonly kind: 'none' };

/** Longest name that is kept; the rest of a longer one is cut off. */
const LONGEST_NAME = 200;

/** Groups of tags that say nothing of a layer. */
const GROUP = /^(?:train(?:ing)?|debug|stats?|optim(?:izer)?|model|metrics?)$/i;
const STEP =
  /^(?:_step|step|steps|global[_ ]?step|trainer\/global_step|train\/global_step|iter|iters|iteration)$/i;
const LOSS = /^(?:(?:train(?:ing)?[_/ -])?loss(?:[_/ -](?:train(?:ing)?|step))?|loss[_/]train)$/i;
const RATE = /^(?:(?:train(?:ing)?\/)?(?:lr|learning[_ ]?rate)|lr-[A-Za-z]+(?:\/pg1)?)$/i;
const CLOCK = /^_?(?:wall[_ ]?time|timestamp|runtime|time)$/i;

/** What a column of this name holds, as hook.py, TensorBoard, Weights & Biases or PyTorch Lightning write it. */
export function meaningOf(column: string): ColumnMeaning {
  // Weights & Biases exports `run - tag`, with two more columns of its least and largest.
  const own = column.trim().slice(0, LONGEST_NAME);
  if (/__(?:MIN|MAX)$/.test(own)) return { kind: 'none' };
  const tag = own.replace(/^.{1,100}? - (?=\S)/, '');
  if (tag === '' || CLOCK.test(tag)) return { kind: 'none' };
  if (STEP.test(tag)) return { kind: 'step' };
  if (LOSS.test(tag)) return { kind: 'scalar', name: 'loss' };
  if (RATE.test(tag)) return { kind: 'scalar', name: 'lr' };
  const path = tag.split('/');
  while (path.length > 1 && GROUP.test(path[0] ?? '')) path.shift();
  // The quantity before the layer's name, as in tags, or behind it.
  const first = path[0] ?? '';
  const last = path.at(-1) ?? '';
  const before = path.length > 1 ? quantityOf(first) : null;
  if (before !== null) return { kind: 'layer', quantity: before, layer: path.slice(1).join('/') };
  const behind = path.length > 1 ? quantityOf(last) : null;
  if (behind !== null) return { kind: 'layer', quantity: behind, layer: path.slice(0, -1).join('/') };
  return { kind: 'scalar', name: tag };
}

/** A layer's name by that of one of its parameters: `conv1` of `conv1.weight`. */
export function layerOfParameter(name: string): string {
  return name.replace(/[./](?:weight|bias|in_proj_weight|in_proj_bias)$/, '');
}
