/** Convolutions whose kernels are timed one by one: those of the bench's cases, and wide ones as in ImageNet's networks. */
import { planNetwork } from '../../src/architecture/plan';
import { BATCH, CASES, dataOf, experimentOf } from '../bench/cases';

export interface LayerShape {
  readonly batch: number;
  readonly side: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
}

const WIDE = [
  [56, 64],
  [28, 128],
  [14, 256],
  [7, 512],
] as const;

/** With its channels in fours, as tiles want them: the stem, which has the images' channels, has no choice. */
function layersOfCases(): LayerShape[] {
  return CASES.flatMap((bench) => {
    const plan = planNetwork(experimentOf(bench).network, dataOf(bench), 10);
    return plan.layers
      .filter(({ kind, input }) => kind !== 'dense' && input.channels % 4 === 0)
      .map(({ input, output, kernel, stride }) => ({
        batch: BATCH,
        side: input.height,
        inputs: input.channels,
        outputs: output.channels,
        kernel,
        stride,
      }));
  });
}

function distinct(layers: readonly LayerShape[]): LayerShape[] {
  return [...new Map(layers.map((layer) => [titleOf(layer), layer])).values()];
}

export function titleOf({ batch, side, inputs, outputs, kernel, stride }: LayerShape): string {
  return `${batch}×${side}×${side}×${inputs}, ${kernel}×${kernel} to ${outputs}${stride > 1 ? `, stride ${stride}` : ''}`;
}

/** From narrow to wide. `quick`: two of them, in small batches. */
export function layersToTime(quick: boolean): LayerShape[] {
  if (quick) {
    const layer = { batch: 4, side: 8, kernel: 3, stride: 1 };
    return [
      { ...layer, inputs: 16, outputs: 16 },
      { ...layer, inputs: 32, outputs: 64, stride: 2 },
    ];
  }
  const wide = WIDE.flatMap(([side, channels]) => {
    const layer = { batch: BATCH, side, inputs: channels };
    return [
      { ...layer, outputs: channels, kernel: 3, stride: 1 },
      { ...layer, outputs: 4 * channels, kernel: 1, stride: 1 },
      { ...layer, outputs: 2 * channels, kernel: 3, stride: 2 },
    ];
  });
  const cost = ({ inputs, outputs, kernel }: LayerShape): number => inputs * outputs * kernel ** 2;
  return distinct([...layersOfCases(), ...wide]).toSorted((a, b) => cost(a) - cost(b));
}
