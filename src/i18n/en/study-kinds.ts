/** English texts of the kinds of studies: their questions, and the settings of these. */
import type { KINDS, StudyKind } from '../../studies/kinds';
import type { NormStatisticsKind, PlaneKind } from '../../studies/landscape/kind';
import type { VariantSet } from '../../studies/variants/kind';
import type { FieldTexts, QuestionTexts } from '../words';
import { networkQuestions } from './questions/on-networks';
import { weightQuestions } from './questions/on-weights';

type FieldName = Exclude<{ [K in StudyKind]: keyof (typeof KINDS)[K]['fields'] }[StudyKind], 'blocks'>;

/** Settings; the same name means the same in all kinds. */
const studyFields = {
  seeds: { label: 'Seeds', hint: 'From the experiment’s own on' },
  depths: { label: 'Depths', hint: 'Weight layers, separated by commas' },
  rates: { label: 'Learning rates', hint: 'Separated by commas' },
  steps: { label: 'Steps' },
  set: {
    label: 'Variants of',
    choices: {
      order: 'The order of layers (He 2016)',
      shortcut: 'The shortcut (He 2016)',
      'norm-free': 'The start without norm (SkipInit, Fixup)',
    } satisfies Record<VariantSet, string>,
  },
  images: { label: 'Test images' },
  draws: { label: 'Random sets per size', hint: '0 deletes single blocks only' },
  plane: {
    label: 'Plane',
    choices: {
      random: 'Two random directions',
      path: 'Main directions of the recorded path',
    } satisfies Record<PlaneKind, string>,
  },
  statistics: {
    label: 'Batch norm by',
    choices: {
      batch: 'The batch’s statistics, as in training',
      running: 'Running statistics, as in Li 2018',
    } satisfies Record<NormStatisticsKind, string>,
  },
  radius: {
    label: 'Reach',
    hint: 'Of the filters’ own norms; a plane of the path reaches as far as the path',
  },
  seed: { label: 'Seed' },
  samples: { label: 'Paths per length' },
  from: { label: 'Lowest rate' },
  to: { label: 'Highest rate' },
} satisfies Record<FieldName, FieldTexts> as Readonly<Record<string, FieldTexts>>;

const studyKinds = { ...weightQuestions, ...networkQuestions } satisfies Record<StudyKind, QuestionTexts>;

export const questions = { kinds: studyKinds, fields: studyFields };
