/** The files that are made of what the networks have learnt: a folder for PyTorch, its notebook, ONNX, and weights alone. */
import { planLanes, type LanePlan } from '../architecture/plan-experiment';
import type { TakenRun } from '../contract/takings';
import type { LaneWeights } from '../contract/weights';
import type { DataSet } from '../data/image-set';
import { writeSafetensors } from '../formats/safetensors';
import { zip } from '../formats/zip';
import { onnxModel } from '../onnx/model';
import { projectFiles, type ProjectData, type PythonFiles } from '../pytorch/project';
import { stateDict } from '../pytorch/tensors';
import { imagesNpz } from './images';
import { wholeNotebook } from './notebook';

type Bytes = Uint8Array<ArrayBuffer>;

/** What comes from beside the run. */
export interface Beside {
  readonly python: PythonFiles;
  /** Null where the images stay here: whoever has them brings them by their hash. */
  readonly images: DataSet | null;
  /** Whose the images are; null where nothing has to be said of it. */
  readonly notice: string | null;
}

/** Steps that `train.py` takes of a run that has taken none. */
const STEPS = 100;

const NOTEBOOK = 'notebook.ipynb';
const PRODUCER = 'ResNet Explorer';

/** A lane with its plan. @throws RangeError where the run has none of this id. */
function laneOf({ config, weights }: TakenRun, id: string): { plan: LanePlan; lane: LaneWeights } {
  const at = config.lanes.findIndex((lane) => lane.id === id);
  const [plan, lane] = [planLanes(config)[at], weights.lanes.find((one) => one.id === id)];
  if (plan === undefined || lane === undefined) throw new RangeError(`The run has no lane ${id}`);
  return { plan, lane };
}

/** The weights of a lane as safetensors, by PyTorch's names. @throws RangeError where there is no such lane. */
export function weightsFile(run: TakenRun, id: string): Bytes {
  const { plan, lane } = laneOf(run, id);
  const { link, weights } = run;
  const metadata = { format: 'pt', lane: id, step: String(weights.step), link };
  return writeSafetensors(stateDict(plan, lane.now, lane.statistics), metadata);
}

/** The network of a lane as ONNX, with the gains that its shortcuts have now. @throws RangeError where there is no such lane. */
export function onnxFile(run: TakenRun, id: string): Bytes {
  const { plan, lane } = laneOf(run, id);
  const { link, weights } = run;
  return onnxModel(plan, lane.gains, stateDict(plan, lane.now, lane.statistics), {
    name: id,
    producer: PRODUCER,
    note: `${id} after ${weights.step} steps: ${link}`,
    ...weights.images,
    facts: { step: String(weights.step), link },
  });
}

/** The files of the folder that repeats the run in PyTorch, by their paths. */
export function folderFiles(run: TakenRun, { python, images, notice }: Beside): ReadonlyMap<string, Bytes> {
  const { config, link, weights } = run;
  const { step } = weights;
  const name = config.data.own?.name ?? config.data.set;
  const known = { name, classes: weights.images.classes, hash: config.data.own?.hash ?? null };
  const data: ProjectData =
    images === null ? { kind: 'hash', ...known } : { kind: 'npz', bytes: imagesNpz(images, name), ...known };
  const files = projectFiles({
    config,
    link,
    plans: planLanes(config),
    python,
    steps: step === 0 ? STEPS : step,
    step,
    weights: weights.lanes,
    data,
  });
  if (images === null || notice === null) return files;
  return new Map([...files, ['LICENSE-images.txt', new TextEncoder().encode(notice)]]);
}

/** The folder as a zip: all lies in one folder of this name. */
export function folderZip(name: string, files: ReadonlyMap<string, Bytes>): Bytes {
  return zip(new Map(Array.from(files, ([path, bytes]) => [`${name}/${path}`, bytes])));
}

/** The notebook of a folder, with the folder in it. */
export async function notebookFile(files: ReadonlyMap<string, Bytes>): Promise<Bytes> {
  const { [NOTEBOOK]: notebook, ...others } = Object.fromEntries(files);
  if (notebook === undefined) throw new Error('The folder has no notebook');
  const text = await wholeNotebook(new TextDecoder().decode(notebook), zip(new Map(Object.entries(others))));
  return new TextEncoder().encode(text);
}
