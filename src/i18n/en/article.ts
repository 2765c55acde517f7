/** English texts: the lessons as one page to read, around what the lessons themselves say. Numbers and lists come as they are written. */
import type { Embed } from '../../state/opening';

const shown: Record<Embed, (networks: string) => string> = {
  stage: (networks) => `The stage with ${networks}`,
  profile: (networks) => `Gradient norm of every layer of ${networks}`,
  loss: (networks) => `Training loss of ${networks}`,
  diagram: (networks) => `Diagrams of ${networks}`,
};

export const article = {
  title: 'Residual networks in nine chapters',
  lead: 'All lessons of ResNet Explorer as one page to read. Its figures are networks that train on this device while they are in view: press Train in one, or turn its skips on and off.',
  answers:
    'Answers are what we measured over several seeds. A chapter’s steps can be taken in the lesson as well, where your own run answers.',
  explorer: 'Open the explorer',
  contents: 'Chapters',
  loading: 'Loading this chapter…',
  missing: 'This chapter did not arrive.',
  again: 'Load again',

  question: 'Question',
  answer: 'Answer',
  /** All seeds gave the same. */
  same: (value: string, lastSeed: string): string =>
    `Measured by us: ${value} with each of seeds 0 to ${lastSeed}.`,
  /** What one seed gave. */
  seed: (value: string, seed: string): string => `${value} with seed ${seed}`,
  /** @param values A list of what each seed gave. */
  measured: (values: string): string => `Measured by us: ${values}.`,
  differ: 'Seeds fall into different choices.',
  unmeasured: 'Not measured by us yet. In the lesson your own run answers.',
  further: 'One step further',
  experiment: 'Open this experiment',
  step: (step: string): string => `Step ${step} in the lesson`,

  figure: {
    /** @param step Null before anything is trained. */
    caption: (part: Embed, networks: string, step: string | null): string =>
      `${shown[part](networks)}, ${step === null ? 'before training' : `at step ${step}`}.`,
    /** Of the frame. */
    title: (caption: string): string => `Live figure: ${caption}`,
    waits: 'Comes to life when it is in view',
    load: 'Bring this figure to life',
  },
};
