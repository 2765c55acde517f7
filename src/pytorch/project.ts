/**
 * The folder with which a run is repeated in PyTorch: `python train.py` begins from the same weights and draws the same batches
 * and noise, so that its losses are those of the page for as long as rounding allows.
 */
import type { LanePlan } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';
import type { LaneWeights } from '../contract/weights';
import { writeSafetensors } from '../formats/safetensors';
import { experimentJson, type ProjectImages } from './experiment';
import { modelSource } from './model';
import { notebook } from './notebook';
import { readme } from './readme';
import { stateDict } from './tensors';

export type { ProjectImages } from './experiment';

type Bytes = Uint8Array<ArrayBuffer>;
type Learnt = Omit<LaneWeights, 'gains'>;

/** The files of the folder that are the same in all, and where they stand below `src`. */
export const PYTHON_FILES = {
  train: 'pytorch/python/train.py',
  run: 'pytorch/python/run.py',
  recipe: 'pytorch/python/recipe.py',
  replay: 'pytorch/python/replay.py',
  images: 'pytorch/python/images.py',
  hook: 'logs/hook.py',
} as const;

/** Their texts, which whoever asks for a folder has read: a page from its bundle, Node from the files. */
export type PythonFiles = Readonly<Record<keyof typeof PYTHON_FILES, string>>;

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
  /** Of the lanes, in their order: what they began with, and what has become of it. */
  readonly weights: readonly Learnt[];
  readonly data: ProjectData;
}

/** The files of the folder by their paths, which have `/` between folders. */
export function projectFiles(input: ProjectInput): ReadonlyMap<string, Bytes> {
  const { python, data } = input;
  const facts = { ...input, images: data };
  const files = new Map<string, Bytes>([
    ...Object.entries(python).map(([name, text]): [string, Bytes] => [`${name}.py`, textBytes(text)]),
    ['model.py', textBytes(modelText(input))],
    ['experiment.json', textBytes(experimentJson(facts))],
    ['README.md', textBytes(readme(facts, data.kind === 'npz'))],
    ['notebook.ipynb', textBytes(notebook(facts))],
    ...weightFiles(input),
  ]);
  if (data.kind === 'npz') files.set('data.npz', Uint8Array.from(data.bytes));
  return files;
}

/** The networks, with the gains of step 0; `train.py` sets those of every step. */
function modelText({ config, plans }: ProjectInput): string {
  const lanes = config.lanes.flatMap(({ id, gains }, i) => {
    const plan = plans[i];
    return plan === undefined ? [] : [{ id, plan, gains }];
  });
  return modelSource(lanes)
    .map(({ text }) => `${text}\n`)
    .join('');
}

/** The state of every lane at step 0, and of now where that is later. */
function weightFiles({ config, plans, weights, step }: ProjectInput): [string, Bytes][] {
  return config.lanes.flatMap(({ id }, i): [string, Bytes][] => {
    const [plan, own] = [plans[i], weights[i]];
    if (plan === undefined || own === undefined) return [];
    const file = (at: number, values: Float32Array, statistics: Learnt['statistics']): [string, Bytes] => {
      const metadata = { format: 'pt', lane: id, step: String(at) };
      return [
        `weights/${id}.step${at}.safetensors`,
        writeSafetensors(stateDict(plan, values, statistics), metadata),
      ];
    };
    const first = file(0, own.initial, own.initialStatistics);
    return step === 0 ? [first] : [first, file(step, own.now, own.statistics)];
  });
}

function textBytes(text: string): Bytes {
  return new TextEncoder().encode(text);
}
