/** The command line of `npm run train`. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { NODE_BACKENDS, type NodeBackend } from '../goldens/node';

export const USAGE = `Trains the experiment of a link without a browser and prints one line of JSON a step:

  npm run -s train -- 'LINK' --steps N [--backend wasm|reference|cpu] [--weights]

  LINK       an address of the page, or its part from the # on; without one it is the opening experiment
  --steps    how many steps to take; the first is step 0
  --backend  what computes: wasm (the default), reference (wasm with tfjs's own kernels alone) or cpu
  --weights  adds the L2 norm of every layer's weights, before the update

A line holds the step and, by lane, loss and accuracy of the batch before the update, the learning rate, the L2 norm of
dL/dW by layer, and null or loss and accuracy on the test images before the update, where the experiment tests. Layers are
named as in PyTorch; numbers that are not finite are "NaN", "Infinity" and "-Infinity". Recorded switches and learning
rates are obeyed. What had to be repaired in the link stands on standard error. The exit code is 2 where this command is
not understood, and 1 where the experiment cannot be trained.
`;

export interface Options {
  /** The fragment of the link, with or without its `#`. */
  readonly hash: string;
  readonly steps: number;
  readonly backend: NodeBackend;
  readonly weights: boolean;
}

/** The message says what of the command was not understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the arguments behind the command's name; null where help is asked for.
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): Options | null {
  const { values, positionals } = parsed(args, {
    ...COMMON,
    weights: { type: 'boolean', default: false },
  });
  if (values.help) return null;
  return { ...commonOf(values, positionals), weights: values.weights };
}

/** What every command has that trains a link. */
export const COMMON = {
  steps: { type: 'string' },
  backend: { type: 'string', default: 'wasm' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Their values, of one link. @throws UsageError */
export function commonOf(
  { steps, backend }: { readonly steps?: string | undefined; readonly backend: string },
  [link, ...others]: readonly string[],
): Omit<Options, 'weights'> {
  if (link === undefined) throw new UsageError('Which experiment? Give its link, in quotes.');
  if (others.length > 0) {
    const rest = others.map((one) => `“${one}”`).join(', ');
    throw new UsageError(
      `One link is trained at a time, and there is ${rest} besides. Put the link in quotes.`,
    );
  }
  if (steps === undefined) throw new UsageError('How many steps? Give --steps N.');
  if (!/^[1-9][0-9]{0,8}$/.test(steps))
    throw new UsageError(`--steps must be a whole number from 1 on, and is “${steps}”.`);
  const chosen = NODE_BACKENDS.find((name) => name === backend);
  if (chosen === undefined)
    throw new UsageError(`No backend is called “${backend}” here: choose wasm, reference or cpu.`);
  return { hash: hashOf(link), steps: Number(steps), backend: chosen };
}

type Given = NonNullable<ParseArgsConfig['options']>;

/** Options and positionals of a command line. @throws UsageError where it has others. */
export function parsed<const T extends Given>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * What an address says of the experiment; a text that is no address is a fragment itself.
 * @throws UsageError where it is neither.
 */
function hashOf(link: string): string {
  const at = link.indexOf('#');
  if (at >= 0) return link.slice(at);
  if (/^https?:\/\//i.test(link)) return '';
  if (link !== '' && !link.includes('='))
    throw new UsageError(`“${link}” is neither an address of the page nor its part from the # on.`);
  return link;
}
