/** The answer to a question: its verdict in words, what was found here beside what a paper found, and how it is graded. */
import type { StudyRecord } from '../../state/studies';
import { formatPercent } from '../../ui/controls/format';
import { formatNorm } from '../../charts/geometry/format';
import type { StudyMessages } from '../../i18n/studies';
import type { ResultOf, StudyKind } from '../kinds';
import type { DepthFinding, Missing, Verdict, VerdictOf } from './verdict';

type PaperText = StudyMessages['studies']['kinds']['lesion']['paper'];

/** What is said of a verdict. */
interface Told {
  readonly headline: string;
  /** What was found here, or what is missing. */
  readonly here: string;
}

export interface Answer<K extends StudyKind> {
  readonly verdictOf: VerdictOf<K, unknown>;
  readonly tell: (
    result: ResultOf<K>,
    record: StudyRecord<K>,
    messages: StudyMessages,
  ) => Told & { readonly grade: Verdict<unknown>['grade'] };
  readonly paper: (
    result: ResultOf<K>,
    messages: StudyMessages,
  ) => Omit<PaperText, 'arxiv'> & {
    readonly arxiv: Readonly<Record<string, string>>;
  };
}

interface AnswerParts<K extends StudyKind, F> extends Pick<Answer<K>, 'paper'> {
  readonly verdictOf: VerdictOf<K, F>;
  /** The answer in a few words, where its grade alone does not give it. */
  readonly headline?: (
    verdict: Exclude<Verdict<F>, { grade: 'unknown' }>,
    result: ResultOf<K>,
    messages: StudyMessages,
    record: StudyRecord<K>,
  ) => string;
  /** What was found here, in a sentence. */
  readonly here: (finding: F, result: ResultOf<K>, messages: StudyMessages, record: StudyRecord<K>) => string;
}

/** An answer by its parts. Only complete results have one. */
export function answerOf<K extends StudyKind, F>(parts: AnswerParts<K, F>): Answer<K> {
  const verdictOf: VerdictOf<K, F> = (result, record) =>
    record.state === 'done'
      ? parts.verdictOf(result, record)
      : { grade: 'unknown', missing: { why: 'not-done' } };
  return {
    verdictOf,
    paper: parts.paper,
    tell: (result, record, messages) => {
      const { grades } = messages.studies;
      const verdict = verdictOf(result, record);
      if (verdict.grade === 'unknown')
        return {
          grade: verdict.grade,
          headline: grades.unknown,
          here: missingText(verdict.missing, record, messages),
        };
      return {
        grade: verdict.grade,
        headline: parts.headline?.(verdict, result, messages, record) ?? grades[verdict.grade],
        here: parts.here(verdict.finding, result, messages, record),
      };
    },
  };
}

function missingText(missing: Missing, { experiment }: StudyRecord, { studies, ui }: StudyMessages): string {
  const texts = studies.missing;
  switch (missing.why) {
    case 'seeds':
      return texts.seeds(missing.least);
    case 'unfit': {
      const lane = experiment.lanes.find(({ id }) => id === missing.lane);
      return texts.unfit(ui.lanes.heading(lane?.label ?? missing.lane), percent(missing.accuracy));
    }
    case 'not-done':
    case 'pair':
    case 'depths':
    case 'switched':
    case 'blocks':
    case 'untrained':
    case 'rates':
      return texts[missing.why];
  }
  return missing satisfies never;
}

/** A share of 0 to 1; of a network that answers nothing finite, `NaN` alone, as everywhere. */
export function percent(share: number): string {
  return Number.isFinite(share) ? `${formatPercent(share)} %` : 'NaN';
}

/** Depths, and means without and with skips, as texts. */
export function toldOf({ shallow, deep, plain, residual }: DepthFinding, format = formatNorm) {
  return [shallow, deep, plain.map(format), residual.map(format)] as const;
}
