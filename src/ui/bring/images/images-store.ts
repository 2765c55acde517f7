/** How far the taking in of images is, and the classes that are put together by hand; both stay when the dialog is closed. */
import { createStore } from 'zustand/vanilla';
import type {
  BroughtFile,
  Found,
  ImportChoices,
  Imported,
  ImportProblem,
  ImportProgress,
} from '../../../images/report';
import { Importer, ImportError } from '../../../client/importer';

/** Where the reader is. */
export type Stage =
  | { readonly kind: 'start' }
  | { readonly kind: 'by-class' }
  | { readonly kind: 'working'; readonly progress: ImportProgress | null }
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'problem'; readonly problem: ImportProblem; readonly found: Found | null }
  | { readonly kind: 'taken'; readonly imported: Imported };

/** An image of a class that is put together by hand. */
export interface Photo {
  readonly id: number;
  readonly name: string;
  readonly blob: Blob;
  /** Of a picture to show; empty where the file is no photo of the camera: whatever it is, it is not decoded here. */
  readonly url: string;
}

export interface PhotoClass {
  readonly id: number;
  readonly name: string;
  readonly photos: readonly Photo[];
}

interface ImagesState {
  readonly stage: Stage;
  readonly classes: readonly PhotoClass[];
  /** Files that were brought last, for sorting them class by class. */
  readonly loose: readonly BroughtFile[];
}

export const imagesStore = createStore<ImagesState>()(() => ({
  stage: { kind: 'start' },
  classes: [],
  loose: [],
}));

const show = (stage: Stage): void => imagesStore.setState({ stage });

let importer: Importer | null = null;
let found: Found | null = null;

/** Runs a part of an import; one that was cancelled, or is overtaken by another, says nothing more. */
async function work<T>(
  task: (importer: Importer, tell: (progress: ImportProgress) => void) => Promise<T>,
  done: (value: T) => Stage,
): Promise<void> {
  const own = (importer ??= new Importer());
  const isCurrent = (): boolean => importer === own;
  show({ kind: 'working', progress: null });
  try {
    const value = await task(own, (progress) => {
      if (isCurrent()) show({ kind: 'working', progress });
    });
    if (isCurrent()) show(done(value));
  } catch (error) {
    if (!isCurrent()) return;
    const problem: ImportProblem =
      error instanceof ImportError
        ? error.problem
        : { code: 'failed', message: error instanceof Error ? error.message : String(error) };
    show({ kind: 'problem', problem, found });
  }
}

function endImporter(): void {
  importer?.close();
  importer = null;
}

/** Looks what is in files. An import that is under way ends. */
export function lookThrough(files: readonly BroughtFile[]): void {
  endImporter();
  found = null;
  imagesStore.setState({ loose: files });
  void work(
    (own, tell) => own.scan(files, tell),
    (value) => {
      found = value;
      return { kind: 'found', found: value };
    },
  );
}

/** Takes in what was found. */
export function takeIn(choices: ImportChoices): void {
  void work(
    (own, tell) => own.take(choices, tell),
    (imported) => {
      endImporter();
      return { kind: 'taken', imported };
    },
  );
}

/** Ends what is under way, and goes back to what was found, or to the start. */
export function cancel(): void {
  endImporter();
  const { loose } = imagesStore.getState();
  if (found === null) startOver();
  else lookThrough(loose);
}

/** Back to the choices where there are any; else to the start. */
export function goBack(): void {
  if (found !== null && importer !== null) show({ kind: 'found', found });
  else startOver();
}

export function startOver(): void {
  endImporter();
  found = null;
  imagesStore.setState({ stage: { kind: 'start' }, loose: [] });
}
