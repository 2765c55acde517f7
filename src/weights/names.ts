/**
 * Names of tensors in other people's checkpoints, as our plans name the same: torchvision's, which ours are, with what wrappers
 * put before them, and those of other well-known code.
 */

/** What wrappers put before names: `DataParallel`, `torch.compile`, Lightning, and whoever keeps a network as a part. */
const WRAPPER = /^(?:module|_orig_mod|model|state_dict|net|network|backbone|encoder|resnet)\./;
/** More wrappers than anybody has. */
const MOST_WRAPPERS = 6;

type Rewriting = readonly [pattern: RegExp, replacement: string | ((...match: readonly string[]) => string)];

/** One more than the number that a match has. */
const next = (index: string | undefined): string => String(Number(index) + 1);

const REWRITINGS: readonly Rewriting[] = [
  // Hand-written networks for CIFAR: a shortcut of their own, a classifier by another name, a norm behind the last block.
  [/\.shortcut\.(?=[01]\.)/, '.downsample.'],
  [/\.shortcut\.(?=weight$|bias$)/, '.downsample.0.'],
  [/^(?:linear|classifier|head\.fc|head)\.(?=weight$|bias$)/, 'fc.'],
  [/^(?:bn|norm)\./, 'bn_last.'],
  // Squeeze-and-excitation as first written, and as timm's older checkpoints have it.
  [/\.se\.(?:fc\.0|conv_reduce)\./, '.se.fc1.'],
  [/\.se\.(?:fc\.2|conv_expand)\./, '.se.fc2.'],
  // Transformers' ResNet, whose wrapper is called `resnet`.
  [/^embedder\.embedder\.convolution\./, 'conv1.'],
  [/^embedder\.embedder\.normalization\./, 'bn1.'],
  [/^classifier\.1\./, 'fc.'],
  [
    /^(?:encoder\.)?stages\.(\d+)\.layers\.(\d+)\.shortcut\.(convolution|normalization)\./,
    (_, stage, block, part) =>
      `layer${next(stage)}.${block ?? ''}.downsample.${part === 'convolution' ? '0' : '1'}.`,
  ],
  [
    /^(?:encoder\.)?stages\.(\d+)\.layers\.(\d+)\.layer\.(\d+)\.(convolution|normalization)\./,
    (_, stage, block, layer, part) =>
      `layer${next(stage)}.${block ?? ''}.${part === 'convolution' ? 'conv' : 'bn'}${next(layer)}.`,
  ],
];

/** What a tensor may be meant as, the likeliest first: its own name, then without wrappers, and each as others call it. */
export function meantBy(name: string): readonly string[] {
  const bare = [name];
  for (let rest = name; bare.length <= MOST_WRAPPERS && WRAPPER.test(rest);)
    bare.push((rest = rest.replace(WRAPPER, '')));
  const rewritten = bare.map((each) =>
    REWRITINGS.reduce(
      (text, [pattern, replacement]) =>
        typeof replacement === 'string'
          ? text.replace(pattern, replacement)
          : text.replace(pattern, (...match) => replacement(...match.map(String))),
      each,
    ),
  );
  return [...bare, ...rewritten];
}

/** Whether a tensor is no weight but a count that norms keep, which nothing here needs. */
export function isCount(name: string): boolean {
  return name.endsWith('num_batches_tracked');
}
