/**
 * The folder with which a run is repeated in PyTorch: `python train.py` begins from the same weights and draws the same batches
 * and noise, so that its losses are those of the page for as long as rounding allows.
 */
import type { LanePlan } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';
import { writeSafetensors } from '../formats/safetensors';
import { experimentJson, type ProjectImages } from './experiment';
import { stateDict, type NormStatistics } from './tensors';

export type { ProjectImages } from './experiment';

type Bytes = Uint8Array<ArrayBuffer>;

/** The files of the folder that are the same in all, and where they stand below `src`. */
export const PYTHON_FILES = {
  train: 'pytorch/python/train.py',
  replay: 'pytorch/python/replay.py',
  images: 'pytorch/python/images.py',
  hook: 'logs/hook.py',
} as const;

/** Their texts, which whoever asks for a folder has read: a page from its bundle, Node from the files. */
export type PythonFiles = Readonly<Record<keyof typeof PYTHON_FILES, string>>;

/** What a lane has learnt. */
export interface LaneWeights {
  readonly id: string;
  /** Parameters of step 0 and of now, flat, in the order of the plan. */
  readonly initial: Float32Array;
  readonly now: Float32Array;
  /** Running statistics of now. */
  readonly statistics: ReadonlyMap<string, NormStatistics>;
}

/**
 * The images, or only what they are called: then the reader has to bring them. The npz has `train_images` and `test_images`
 * [count, height, width, channels] from 0 to 255 (uint8, or float32 where a set is used at half its size), `train_labels`,
 * `test_labels`, and `mean` and `deviation` [channels] of pixels from 0 to 1.
 */
export type ProjectData = ProjectImages &
  ({ readonly kind: 'npz'; readonly bytes: Uint8Array } | { readonly kind: 'hash' });

export interface ProjectInput {
  readonly config: ExperimentConfig;
  /** The whole address of the experiment. */
  readonly link: string;
  /** Of the lanes, in their order. */
  readonly plans: readonly LanePlan[];
  readonly python: PythonFiles;
  /** Steps that `train.py` takes where nothing else is asked for. */
  readonly steps: number;
  /** Updates that made the weights of now. */
  readonly step: number;
  /** Of the lanes, in their order. */
  readonly weights: readonly LaneWeights[];
  readonly data: ProjectData;
}

/** The files of the folder by their paths, which have `/` between folders. */
export function projectFiles(input: ProjectInput): ReadonlyMap<string, Bytes> {
  const { python, data } = input;
  const files = new Map<string, Bytes>([
    ['train.py', textBytes(python.train)],
    ['replay.py', textBytes(python.replay)],
    ['images.py', textBytes(python.images)],
    ['hook.py', textBytes(python.hook)],
    ['experiment.json', textBytes(experimentJson({ ...input, images: data }))],
    ...weightFiles(input),
  ]);
  if (data.kind === 'npz') files.set('data.npz', Uint8Array.from(data.bytes));
  return files;
}

/** The state of every lane at step 0, and of now where that is later. */
function weightFiles({ config, plans, weights, step }: ProjectInput): [string, Bytes][] {
  return config.lanes.flatMap(({ id }, i): [string, Bytes][] => {
    const [plan, own] = [plans[i], weights[i]];
    if (plan === undefined || own === undefined) return [];
    const file = (
      at: number,
      values: Float32Array,
      statistics: LaneWeights['statistics'],
    ): [string, Bytes] => {
      const metadata = { format: 'pt', lane: id, step: String(at) };
      return [
        `weights/${id}.step${at}.safetensors`,
        writeSafetensors(stateDict(plan, values, statistics), metadata),
      ];
    };
    const first = file(0, own.initial, initialStatistics(plan));
    return step === 0 ? [first] : [first, file(step, own.now, own.statistics)];
  });
}

/** Means of 0 and variances of 1, of the batch norms. */
function initialStatistics({ norms }: LanePlan): ReadonlyMap<string, NormStatistics> {
  const batchNorms = norms.filter(({ groups }) => groups === null);
  return new Map(
    batchNorms.map(({ name, shape: { channels } }) => [
      name,
      { mean: new Float32Array(channels), variance: new Float32Array(channels).fill(1) },
    ]),
  );
}

function textBytes(text: string): Bytes {
  return new TextEncoder().encode(text);
}
