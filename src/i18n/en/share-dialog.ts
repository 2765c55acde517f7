/** English texts: the dialog of sharing. */
import type { BackendInfo } from '../../contract/backend';
import type { NormKind } from '../../config/schema';
import type { Embed } from '../../state/opening';
import { capital } from '../phrase';
import { all, counted, duration, integer } from './numerals';

const norms: Record<NormKind, string> = {
  batch: 'batch norm',
  group: 'group norm',
  layer: 'layer norm',
  none: 'no norm',
};

/** What stands in a link, for its sentences. */
export interface Shared {
  /** In their order, by the names that the page has for them. */
  readonly networks: readonly { readonly name: string; readonly depth: number }[];
  /** Of the network that several have; null where none has it. */
  readonly common: { readonly norm: NormKind; readonly activation: string } | null;
  readonly dataSet: string;
  readonly inputSize: number;
  /** Steps at which something is recorded, each once, in order. */
  readonly switchSteps: readonly number[];
  readonly rateSteps: readonly number[];
}

/** How a link opens. */
export interface Opened {
  readonly until: number;
  readonly plays: boolean;
  /** What the steps up to there take here; null where it is not known. */
  readonly seconds: number | null;
  /** The first step of which the link does not tell all; null where it tells all. */
  readonly end: number | null;
}

/** “step 5”, “steps 5, 9, and 12”, or of more the first and the last. */
function stepList(steps: readonly number[]): string {
  const texts = steps.map((step) => integer(step));
  if (steps.length === 1) return `step ${texts[0] ?? ''}`;
  return steps.length <= 3
    ? `steps ${all(texts)}`
    : `${integer(steps.length)} steps from ${texts[0] ?? ''} to ${texts.at(-1) ?? ''}`;
}

function networkList(networks: Shared['networks']): string {
  const [first] = networks;
  const layers = (depth: number): string => counted(depth, 'layer');
  if (first !== undefined && networks.every(({ depth }) => depth === first.depth)) {
    const names = all(networks.map(({ name }) => name));
    return `${names}, ${layers(first.depth)}${networks.length > 1 ? ' each' : ''}`;
  }
  return all(networks.map(({ name, depth }) => `${name} (${layers(depth)})`));
}

export const shareDialog = {
  title: 'Share this experiment',
  take: 'Take it with you',
  close: 'Close',

  link: 'Link to this experiment',
  copyLink: 'Copy link',
  copyCode: 'Copy code',
  copied: 'Copied.',
  refused: 'The browser refused the clipboard: copy what is selected.',
  opensAt: 'Opens at step',
  plays: 'and plays',
  language: 'Language of the link',
  /** As their browser has it. */
  ofReader: 'the reader’s',

  receiver: 'What opens',
  networks: ({ networks, common, dataSet, inputSize }: Shared): string =>
    `${networkList(networks)}${common === null ? '' : `, ${norms[common.norm]}, ${common.activation}`}, on ${dataSet} at ${inputSize}×${inputSize}.`,
  changes: ({ switchSteps, rateSteps }: Shared): string | null => {
    const switched = switchSteps.length === 0 ? [] : [`skips are switched at ${stepList(switchSteps)}`];
    const rated = rateSteps.length === 0 ? [] : [`the learning rate is set at ${stepList(rateSteps)}`];
    const text = [...switched, ...rated].join('; ');
    return text === '' ? null : `${capital(text)}.`;
  },
  opens: ({ until, plays, seconds, end }: Opened): string => {
    const where =
      until === 0
        ? `It ${plays ? 'trains at once' : 'waits at step 0'}.`
        : `It is replayed to step ${integer(until)}${seconds === null ? '' : `, in about ${duration(seconds)} here`}, and ${plays ? 'trains on' : 'waits there'}.`;
    return end === null
      ? where
      : `${where} What was changed from step ${integer(end)} on found no room in the link.`;
  },
  /** `backend`: the one that runs here; null before it is chosen. */
  exact: (backend: Pick<BackendInfo, 'name' | 'kernels'> | null): string =>
    backend?.name === 'webgpu' || backend?.kernels === 'relaxed'
      ? `The numbers here are this ${backend.name === 'webgpu' ? 'GPU' : 'processor'}’s: elsewhere their last digits may differ.`
      : `On ${backend?.name ?? 'wasm'} every digit is the same; on another backend the last ones may differ.`,
  stays: 'Pinned runs and what is open here are not in it.',

  qr: 'QR code of the link',
  qrEnlarge: 'Larger',
  qrReduce: 'Smaller',
  /** Of characters. */
  qrTooLong: (length: number, most: number): string =>
    `The link has ${integer(length)} characters. A QR code holds ${integer(most)}.`,

  frame: 'Code for another page',
  part: 'Part',
  parts: {
    stage: 'Stage',
    profile: 'Gradient',
    loss: 'Loss',
    diagram: 'Networks',
  } satisfies Record<Embed, string>,
  width: 'Width',
  height: 'Height',
  code: 'Code of the frame',
};
