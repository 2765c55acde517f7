/** What the network costs, in one line that stays in view, more of it when asked, and what was cut down because it cost too much. */
import { useId, useState } from 'react';
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
import { backendKey, stepTimeStore, usualSpeed } from '../../state/step-times';
import { formatBytes, formatCompact, formatCount } from '../controls/format';
import { useEditedView } from '../page/edited';
import { useExperiment, usePlans } from '../page/hooks';
import './facts.css';

export function Facts({ plan }: { readonly plan: LanePlan }) {
  const { ui } = useMessages();
  const { network } = useEditedView();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { facts } = ui.builder;
  const depth = isClassicPlan(plan) ? plan.layers.length : depthOf(network);
  return (
    <div className="facts-box">
      <div className="facts-line">
        <dl className="facts" aria-label={facts.label}>
          <Fact term={facts.depth} value={String(depth)} />
          <Fact term={facts.parameters} value={formatCompact(plan.parameterCount)} />
          <Fact term={facts.multiplyAdds} value={formatCompact(plan.multiplyAdds)} />
          <StepTime />
        </dl>
        <button
          type="button"
          className="facts-more"
          aria-expanded={open}
          aria-controls={id}
          aria-label={facts.more}
          title={facts.more}
          onClick={() => setOpen(!open)}
        />
      </div>
      <div id={id} hidden={!open}>
        {open && <Details plan={plan} />}
      </div>
      <CutDown />
    </div>
  );
}

interface FactProps {
  readonly term: string;
  readonly value: string;
}

function Fact({ term, value }: FactProps) {
  return (
    <div>
      <dt>{term}</dt>
      <dd translate="no">{value}</dd>
    </div>
  );
}

/** The rest of the cost: of all networks together where a budget limits it. */
function Details({ plan }: { readonly plan: LanePlan }) {
  const { ui } = useMessages();
  const { batchSize } = useEditedView();
  const plans = usePlans();
  const time = useStepTime();
  const { facts } = ui.builder;
  const last = plan.layers.findLast(({ kind }) => kind === 'conv');
  const side = (plan.blocks.at(-1)?.branch.at(-1) ?? last)?.receptiveField ?? 1;
  const memory = memoryOf(plans, batchSize);
  const work = multiplyAddsPerStep(plans, batchSize);
  return (
    <div className="facts-details">
      <dl>
        <Fact term={facts.parameters} value={formatCount(plan.parameterCount)} />
        <Fact term={facts.receptiveField} value={`${side}×${side}`} />
        <Budget
          term={facts.memory}
          value={formatBytes(memory)}
          share={memory / MEMORY_BUDGET}
          hint={facts.memoryHint((100 * memory) / MEMORY_BUDGET)}
        />
        <Budget
          term={facts.work}
          value={formatCompact(work)}
          share={work / WORK_BUDGET}
          hint={facts.workHint((100 * work) / WORK_BUDGET)}
        />
      </dl>
      {time !== null && <p aria-hidden="true">{time.note}</p>}
    </div>
  );
}

interface BudgetProps extends FactProps {
  /** Of the budget. */
  readonly share: number;
  readonly hint: string;
}

function Budget({ term, value, share, hint }: BudgetProps) {
  return (
    <div title={hint}>
      <dt>{term}</dt>
      <dd>
        <span translate="no">{value}</span>
        <span className="facts-share">
          <span className="visually-hidden">{hint}</span>
          <span
            aria-hidden="true"
            data-high={share > 0.7}
            style={{ width: `${100 * Math.min(1, share)}%` }}
          />
        </span>
      </dd>
    </div>
  );
}

/** What a step will take, from steps that were run here; before the first one, from what is usual. Null where nothing runs yet. */
function useStepTime() {
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
    usualSpeed(backend),
  );
  const note = measured ? facts.stepTimeMeasured(backend.name) : facts.stepTimeGuessed(backend.name);
  return { milliseconds, measured, note };
}

function StepTime() {
  const { ui } = useMessages();
  const time = useStepTime();
  if (time === null) return null;
  const { milliseconds, measured, note } = time;
  return (
    <div
      className="facts-time"
      data-testid="step-time"
      data-measured={measured}
      data-value={milliseconds}
      title={note}
    >
      <dt>
        {ui.builder.facts.step} <span className="visually-hidden">{note}</span>
      </dt>
      <dd translate="no">{ui.builder.facts.stepTime(milliseconds)}</dd>
    </div>
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
