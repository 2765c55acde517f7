/** The command line of `npm run export`. */
import { COMMON, commonOf, parsed, UsageError, type Options as TrainOptions } from '../train/options';

export const USAGE = `Trains the experiment of a link without a browser and writes it as a folder for PyTorch:

  npm run -s export -- 'LINK' --steps N --out DIR [--data FILE.npz] [--weights FILE.safetensors] [--force]
                       [--backend wasm|reference|cpu]

  LINK       an address of the page, or its part from the # on; without one it is the opening experiment
  --steps    how many steps to take
  --out      the folder to write, which must not be there yet
  --force    writes into a folder that is there, over files of the same names
  --data     the images of a link with a set of its reader's own, such as the data.npz of an exported folder
  --weights  weights that a network of the link starts from; once for each file
  --backend  what computes: wasm (the default), reference (wasm with tfjs's own kernels alone) or cpu

The folder is the one that the page exports, with its notebook and an ONNX file of every network: model.onnx of the first,
LANE.onnx of the others. \`python train.py\` in it repeats the run. What happens stands on standard error. The exit code is 2 where this command
is not understood, and 1 where the experiment cannot be trained or written.
`;

export interface Options extends Omit<TrainOptions, 'weights'> {
  readonly out: string;
  readonly force: boolean;
  /** File of own images; null where none is named. */
  readonly data: string | null;
  /** Files of weights that lanes start from. */
  readonly weights: readonly string[];
}

/**
 * Reads the arguments behind the command's name; null where help is asked for.
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): Options | null {
  const { values, positionals } = parsed(args, {
    ...COMMON,
    out: { type: 'string' },
    data: { type: 'string' },
    weights: { type: 'string', multiple: true },
    force: { type: 'boolean', default: false },
  });
  if (values.help) return null;
  const common = commonOf(values, positionals);
  const { out, data = null, weights = [], force } = values;
  if (out === undefined || out === '') throw new UsageError('Where to? Give --out DIR.');
  return { ...common, out, data, weights, force };
}
