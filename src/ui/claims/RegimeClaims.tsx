/** Panel: claims about the regimes, judged on the run at hand and on pinned runs of the same experiment. */
import './claims.css';
import { useEffect, useId, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { formatNorm, formatRatio } from '../../charts/geometry/format';
import { dataFacts } from '../../config/data-sets';
import { PRESETS } from '../../config/presets';
import { depthOf, networkOf, type ExperimentConfig } from '../../config/schema';
import { Marked } from '../../glossary/Marked';
import { useMessages, type Messages } from '../../i18n/messages';
import { chanceOfRun, runStore } from '../../state/run';
import { openExperiment } from '../../state/experiment';
import { metricsStore } from '../../state/metrics';
import { pinStore } from '../../state/pins';
import { profileStep, spanStore } from '../../state/span';
import { Section } from '../page/Section';
import { formatNumber } from '../controls/number';
import { formatLoss } from '../controls/format';
import { useExperiment } from '../page/hooks';
import {
  CLAIM_PRESETS,
  evidenceOfPins,
  evidenceOfRun,
  judgeRegime,
  REGIME_CLAIMS,
  twins,
  type Evidence,
  type LaneEvidence,
  type RegimeClaim,
  type RegimeJudgement,
} from './regimes';

/** Milliseconds between two looks at a run that trains. */
const INTERVAL = 1_000;

/** What the run at hand says, looked at anew at most once per interval. */
function useEvidence(plans: readonly LanePlan[]): Evidence | null {
  const config = useExperiment();
  const [evidence, setEvidence] = useState<Evidence | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      setEvidence(evidenceOfRun(config, runStore.getState(), metricsStore, plans, profileStep(metricsStore)));
    };
    const later = () => {
      timer ??= setTimeout(look, INTERVAL);
    };
    look();
    const leave = [metricsStore.subscribe(later), runStore.subscribe(later), spanStore.subscribe(look)];
    return () => {
      for (const stop of leave) stop();
      clearTimeout(timer);
    };
  }, [config, plans]);
  return evidence;
}

export function RegimeClaims({ plans }: { readonly plans: readonly LanePlan[] }) {
  const { regimeClaims: text, ui } = useMessages();
  const config = useExperiment();
  const own = useEvidence(plans);
  const pinned = useStore(pinStore, ({ runs }) => runs);
  const others = useMemo(() => evidenceOfPins(config, pinned, plans), [config, pinned, plans]);
  const span = useStore(spanStore, (state) => state.span);
  const last = span?.to ?? Infinity;
  const changed = useStore(runStore, ({ switches, rates }) => {
    if (switches.some(({ step }) => step > 0 && step <= last)) return 'switched';
    return rates.some(({ step }) => step <= last) ? 'rated' : null;
  });
  const { classes } = dataFacts(config.data);
  const chance = useStore(runStore, (facts) => chanceOfRun(config, facts).training.loss);
  const evidence = own === null ? others : [own, ...others];
  const judged = REGIME_CLAIMS.map((claim) => ({
    claim,
    judgement: judgeRegime(claim, config, evidence, changed, chance, classes),
  }));
  const isForeign = (judgement: RegimeJudgement): boolean =>
    judgement.verdict === 'unknown' && judgement.why === 'setting';
  const foreign = judged.filter(({ judgement }) => isForeign(judgement));
  return (
    <Section title={text.title} explanation={text.explanation} testId="regime-claims">
      <p className="chart-note" data-testid="claims-steps">
        {span === null ? text.readsNewest : text.readsUpTo(profileStep(metricsStore))}
      </p>
      <div className="claims">
        {judged
          .filter(({ judgement }) => !isForeign(judgement))
          .map(({ claim, judgement }) => (
            <Card key={claim} claim={claim} judgement={judgement} config={config} />
          ))}
      </div>
      {foreign.length > 0 && (
        <>
          <h3 className="claims-others">{text.notHere}</h3>
          <ul className="claims-list">
            {foreign.map(({ claim }) => {
              const preset = PRESETS.find((one) => one.id === CLAIM_PRESETS[claim]);
              return (
                <li key={claim}>
                  <Marked text={text.claims[claim].claim} />{' '}
                  {preset !== undefined && (
                    <button
                      type="button"
                      className="claims-open"
                      onClick={() => openExperiment(preset.config)}
                    >
                      {text.open(ui.preset.presets[preset.id].about)}
                    </button>
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </Section>
  );
}

interface CardProps {
  readonly claim: RegimeClaim;
  readonly judgement: RegimeJudgement;
  readonly config: ExperimentConfig;
}

function Card({ claim, judgement, config }: CardProps) {
  const { joins, regimeClaims, studies } = useMessages();
  const id = useId();
  const labels = studies.claims;
  const text = regimeClaims.claims[claim];
  return (
    <section
      className="claim"
      aria-labelledby={id}
      data-verdict={judgement.verdict}
      data-testid={`claim-${claim}`}
    >
      <h3 id={id} className="claim-title">
        <Marked text={text.claim} />
      </h3>
      <p className="claim-verdict">
        <strong data-testid="verdict">{labels.verdicts[judgement.verdict]}</strong>
      </p>
      <dl>
        <dt>{labels.hereLabel}</dt>
        <dd>
          {judgement.verdict === 'unknown' ? (
            <p>{regimeClaims.why[judgement.why]}</p>
          ) : (
            hereLines(claim, judgement.evidence, regimeClaims).map((line) => (
              <p key={line}>{joins.stopped(line)}</p>
            ))
          )}
          {judgement.verdict !== 'unknown' && (
            <p className="claim-settings">
              {judgement.evidence.length === 1
                ? joins.sentences([joins.stopped(settingsText(config, regimeClaims)), regimeClaims.oneSeed])
                : settingsText(config, regimeClaims)}
            </p>
          )}
        </dd>
        <dt>{labels.paperLabel}</dt>
        <dd>
          <p>{text.paper}</p>
          <p>{text.ours}</p>
        </dd>
        <dt>{labels.rule}</dt>
        <dd>{text.rule}</dd>
      </dl>
    </section>
  );
}

function hereLines(
  claim: RegimeClaim,
  evidence: readonly Evidence[],
  text: Messages['regimeClaims'],
): readonly string[] {
  const word = (lane: LaneEvidence): string => {
    if (claim === 'exploding' || claim === 'vanishing')
      return lane.first === null || lane.last === null ? '–' : formatRatio(lane.first, lane.last);
    if (lane.diverged !== null) return text.diverged(lane.diverged);
    if (claim === 'activation-explosion') return lane.last === null ? '–' : formatNorm(lane.last);
    return formatLoss(lane.loss);
  };
  return evidence.map(({ seeds, steps, plain, residual }) =>
    text.claims[claim].here({ seeds, steps, plain: word(plain), residual: word(residual) }),
  );
}

function settingsText(config: ExperimentConfig, text: Messages['regimeClaims']): string {
  const pair = twins(config);
  const lane = pair === null ? undefined : config.lanes[pair.residual];
  const network = lane === undefined ? config.network : networkOf(config, lane);
  return text.settings(
    depthOf(network),
    network.norm,
    network.activation,
    formatNumber(config.optimiser.learningRate),
    config.batchSize,
    config.loss,
  );
}
