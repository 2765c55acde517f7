/** A paper's finding, and whether it shows in the user's own run. */
import '../../ui/claims/claims.css';
import { useId } from 'react';
import { formatNorm } from '../../charts/geometry/format';
import { useMessages, type Messages } from '../../i18n/messages';
import type { StudyRecord } from '../../state/studies';
import { formatPercent } from '../../ui/controls/format';
import { isJudged, judge, type Judgement, type Missing } from './claims';

type Texts = Messages['experiments']['claims'];

export function ClaimCard({ record }: { readonly record: StudyRecord }) {
  const { claims } = useMessages().experiments;
  const id = useId();
  const judgement = judge(record);
  const { result } = record;
  if (judgement === null || result === null || !isJudged(result)) return null;
  const texts = claims[result.kind];
  return (
    <section className="claim" aria-labelledby={id} data-verdict={judgement.verdict} data-testid="claim">
      <h4 id={id} className="claim-title">
        {texts.claim}
      </h4>
      <p className="claim-verdict">
        <strong data-testid="verdict">{claims.verdicts[judgement.verdict]}</strong>
      </p>
      <dl>
        <dt>{claims.hereLabel}</dt>
        <dd>{hereText(judgement, record, claims)}</dd>
        <dt>{claims.paperLabel}</dt>
        <dd>{texts.paper}</dd>
        <dt>{claims.rule}</dt>
        <dd>{texts.rule}</dd>
      </dl>
    </section>
  );
}

function hereText(judgement: Judgement, record: StudyRecord, claims: Texts): string {
  const { result } = record;
  if (judgement.verdict === 'unknown') return missingText(judgement.missing, record, claims);
  const { finding } = judgement;
  const percent = (share: number): string => `${formatPercent(share)} %`;
  if (finding.kind === 'lesion') {
    const images = result?.kind === 'lesion' ? result.images : 0;
    const { residual, plain, residualIntact, plainIntact } = finding;
    return claims.lesion.here(
      percent(residual),
      percent(plain),
      percent(residualIntact),
      percent(plainIntact),
      images,
    );
  }
  const { shallow, deep, seeds } = finding;
  const [plain, residual] = [finding.plain, finding.residual].map((values) => values.map(formatNorm));
  switch (finding.kind) {
    case 'init':
      return claims.init.here(shallow, deep, plain ?? [], residual ?? [], seeds);
    case 'shattering':
      return claims.shattering.here(shallow, deep, plain ?? [], residual ?? [], seeds);
    case 'degradation': {
      const steps = result?.kind === 'degradation' ? result.steps : 0;
      const text = claims.degradation.here(shallow, deep, plain ?? [], residual ?? [], seeds, steps);
      const rises = [finding.plain, finding.residual].map(([from, to]) => to - from);
      const [ofPlain = 0, ofResidual = 0] = rises;
      return ofResidual > 0 && ofPlain > ofResidual ? `${text} ${claims.degradation.less}` : text;
    }
  }
  return finding satisfies never;
}

function missingText(missing: Missing, { experiment }: StudyRecord, claims: Texts): string {
  switch (missing.why) {
    case 'not-done':
      return claims.notDone;
    case 'pair':
      return claims.pair;
    case 'depths':
      return claims.fewDepths;
    case 'switched':
      return claims.switched;
    case 'seeds':
      return claims.fewSeeds(missing.least);
    case 'unfit': {
      const lane = experiment.lanes.find(({ id }) => id === missing.lane);
      return claims.unfit(lane?.label ?? missing.lane, `${formatPercent(missing.accuracy)} %`);
    }
  }
  return missing satisfies never;
}
