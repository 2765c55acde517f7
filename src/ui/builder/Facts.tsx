/** What the network costs, always in view beside the controls, and what was cut down because it cost too much. */
import { useStore } from 'zustand';
import { MEMORY_BUDGET, multiplyAddsPerStep, WORK_BUDGET } from '../../architecture/budget';
import { memoryOf } from '../../architecture/memory';
import { isClassicPlan, type LanePlan } from '../../architecture/plan-experiment';
import { depthOf, type ExperimentConfig } from '../../config/schema';
import { encode } from '../../config/codec/url';
import { useMessages } from '../../i18n/messages';
import { estimateStep, stepWorkOf } from '../../architecture/step-time';
import { experimentStore } from '../../state/experiment';
import { runStore } from '../../state/run';
import { backendKey, stepTimeStore, DEFAULT_SPEEDS } from '../../state/step-times';
import { formatBytes, formatCompact, formatCount } from '../controls/format';
import { useEditedView } from '../page/edited';
import { useExperiment, usePlans } from '../page/hooks';

interface Fact {
  readonly term: string;
  readonly value: string;
  /** Share of a budget that it takes, and what that means. */
  readonly share?: number;
  readonly hint?: string;
}

export function Facts({ plan }: { readonly plan: LanePlan }) {
  const { ui } = useMessages();
  const { network, batchSize } = useEditedView();
  const plans = usePlans();
  const { facts } = ui.builder;
  const last = plan.layers.findLast(({ kind }) => kind === 'conv');
  const side = (plan.blocks.at(-1)?.branch.at(-1) ?? last)?.receptiveField ?? 1;
  const depth = isClassicPlan(plan) ? plan.layers.length : depthOf(network);
  const memory = memoryOf(plans, batchSize);
  const work = multiplyAddsPerStep(plans, batchSize);
  const rows: readonly Fact[] = [
    { term: facts.depth, value: String(depth) },
    { term: facts.receptiveField, value: `${side}×${side}` },
    { term: facts.parameters, value: formatCount(plan.parameterCount) },
    { term: facts.multiplyAdds, value: formatCompact(plan.multiplyAdds) },
    {
      term: facts.memory,
      value: formatBytes(memory),
      share: memory / MEMORY_BUDGET,
      hint: facts.memoryHint((100 * memory) / MEMORY_BUDGET),
    },
    {
      term: facts.work,
      value: formatCompact(work),
      share: work / WORK_BUDGET,
      hint: facts.workHint((100 * work) / WORK_BUDGET),
    },
  ];
  return (
    <div className="facts-box">
      <dl className="facts" aria-label={facts.label}>
        {rows.map(({ term, value, share, hint }) => (
          <div key={term} title={hint}>
            <dt>{term}</dt>
            <dd>
              <span translate="no">{value}</span>
              {share !== undefined && (
                <span className="facts-share">
                  <span className="visually-hidden">{hint}</span>
                  <span
                    aria-hidden="true"
                    data-high={share > 0.7}
                    style={{ width: `${100 * Math.min(1, share)}%` }}
                  />
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <StepTime />
      <CutDown />
    </div>
  );
}

/** What a step will take, from steps that were run here; before the first one, from what is usual. */
function StepTime() {
  const { ui } = useMessages();
  const { batchSize } = useExperiment();
  const plans = usePlans();
  const { facts } = ui.builder;
  const backend = useStore(runStore, (state) => state.backend);
  const timed = useStore(stepTimeStore, (times) =>
    backend === null ? undefined : times[backendKey(backend)],
  );
  if (backend === null) return null;
  const { milliseconds, measured } = estimateStep(
    stepWorkOf(plans, batchSize),
    timed ?? [],
    DEFAULT_SPEEDS[backend.name],
  );
  return (
    <p className="facts-time" data-testid="step-time" data-measured={measured} data-value={milliseconds}>
      <strong>{facts.stepTime(milliseconds)}</strong>{' '}
      <span>{measured ? facts.stepTimeMeasured(backend.name) : facts.stepTimeGuessed(backend.name)}</span>
    </p>
  );
}

/** The repairs of a setting made here, while the experiment is still the one they led to. */
function CutDown() {
  const { ui, notices } = useMessages();
  const repairs = useStore(experimentStore, (state) => state.notices);
  const origin = useStore(experimentStore, (state) => state.origin);
  const config = useExperiment();
  const current = repairs.filter(({ field, used }) => used !== '' && isUsed(config, field, used));
  if (origin !== 'page' || current.length === 0) return null;
  return (
    <div className="facts-cut">
      <ul>
        {current.map((repair) => (
          <li key={repair.field}>{notices.repair(repair)}</li>
        ))}
      </ul>
      {current.some(({ reason }) => reason === 'too-large') && <p>{ui.builder.tooLarge}</p>}
    </div>
  );
}

/** Whether a field of the experiment still is what a repair made of it. */
function isUsed(config: ExperimentConfig, field: string, used: string): boolean {
  if (field === 'blocks') return config.network.stages.map(({ blocks }) => blocks).join(',') === used;
  if (field === 'batch') return String(config.batchSize) === used;
  return `${encode(config)}&`.includes(`&${field}=${used}&`);
}
