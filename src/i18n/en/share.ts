/** English texts: sharing an experiment, and a page that is opened at a step or in a frame of another. */
import { LIMITS } from '../../config/limits';
import { EMBEDS, type OpeningProblem } from '../../state/opening';
import { integer } from './numerals';

const { max } = LIMITS.openingStep;

/** What was done instead, by parameter. */
const refused: Record<OpeningProblem['parameter'], string> = {
  embed: `is none of ${EMBEDS.join(', ')}: the whole page is shown.`,
  lang: 'is no language of this page: left out.',
  play: 'is not known, “play” alone is: training waits.',
  theme: 'is none of light, dark, system: left out.',
  until: `is no number of steps, 0 to ${integer(max)}: left out.`,
};

export const share = {
  button: 'Share',
  title: 'Share this experiment',

  /** In a frame on another page. */
  embed: {
    label: 'Part of ResNet Explorer',
    open: 'Open in ResNet Explorer',
    openHint: 'The whole page, in a tab of its own',
  },

  /** Of the address. */
  problem: ({ parameter, given, used }: OpeningProblem): string =>
    `“${parameter}=${given}” ${
      used === null
        ? refused[parameter]
        : `is not a whole number of steps from 0 to ${integer(max)}: used ${integer(used)}.`
    }`,
};
