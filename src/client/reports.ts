/**
 * What a report of the trainer changes in the low-rate facts of its run. Pure: who receives the report, and when React
 * hears of it, is decided in `trainer.ts`.
 */
import { equal } from '../config/equal';
import type { ExperimentConfig } from '../config/schema';
import { gainsAfter } from '../config/switches';
import { initialRunFacts, type LaneFacts, type PendingSwitch, type RunFacts } from '../state/run';
import { withTest } from '../state/tests';
import type { Report } from '../contract/messages';
import { rowOffsets, type MetricColumn, type MetricsLayout } from '../contract/metrics';

/** Facts of a run that has just been asked for; the backend and the images of the run before are kept until the new ones are known. */
export function factsOfNewRun(run: number, experiment: ExperimentConfig, before: RunFacts): RunFacts {
  const lanes = experiment.lanes.map((lane): LaneFacts => {
    const { id, gains } = lane;
    const nothing = { loss: Number.NaN, accuracy: Number.NaN, answers: null, test: null, tests: [] };
    return { id, ...nothing, gains, began: gains };
  });
  const { learningRate } = experiment.optimiser;
  const { backend, shown } = before;
  return { ...initialRunFacts, run, lanes, learningRate, backend, shown };
}

/** The facts after a report of the same run. `layout` tells where loss and accuracy stand in a row of metrics. */
export function applyReport(
  facts: RunFacts,
  report: Exclude<
    Report,
    { type: 'study' | 'samples' | 'watching' | 'instruments' | 'inspected' | 'weights' | 'state' }
  >,
  layout: MetricsLayout,
): RunFacts {
  switch (report.type) {
    case 'progress':
      return { ...facts, status: { kind: 'preparing', phase: report.phase, fraction: report.fraction } };
    case 'backend':
      return { ...facts, backend: report.backend };
    case 'stalled':
      return { ...facts, stalled: report.files };
    case 'ready': {
      const { trainImages, testImages, imageCount, shown, classCounts, stepsPerEpoch, started } = report;
      const status = { kind: 'preparing', phase: 'first-gradient', fraction: null } as const;
      const images = { trainImages, testImages, imageCount, shown, classCounts };
      return { ...facts, ...images, stepsPerEpoch, started, status };
    }
    case 'metrics': {
      const { status: before } = facts;
      // The first row says that the run can be trained, unless it is still on its way back.
      const isPrepared = before.kind === 'preparing' && before.phase !== 'replaying';
      const status = isPrepared ? ({ kind: 'paused' } as const) : before;
      const { stepCount, stepMilliseconds } = report;
      return {
        ...facts,
        status,
        isMeasured: true,
        stepCount,
        stepMilliseconds,
        stepProgress: null,
        lanes: newestLanes(facts.lanes, report, layout),
      };
    }
    case 'step-progress': {
      const { done, of, isHeld } = report;
      return { ...facts, stepProgress: { done, of, isHeld } };
    }
    case 'tested':
      return { ...facts, lanes: facts.lanes.map((lane) => tested(lane, report)) };
    case 'switched': {
      const { step, lane, block, gain } = report;
      return {
        ...facts,
        lanes: facts.lanes.map((one) =>
          one.id === lane ? { ...one, gains: gainsAfter(one.gains, report) } : one,
        ),
        switches: [...facts.switches, { step, lane, block, gain }],
        pending: report.replayed ? facts.pending : withoutFirst(facts.pending, report),
      };
    }
    case 'rated': {
      const { step, rate, replayed } = report;
      const { pendingRate } = facts;
      return {
        ...facts,
        learningRate: rate,
        // What was set at step 0 is what the run begins with.
        rates: step > 0 ? [...facts.rates.filter((one) => one.step !== step), { step, rate }] : facts.rates,
        pendingRate: replayed || pendingRate !== rate ? pendingRate : null,
      };
    }
    case 'diverged':
      return { ...facts, divergences: [...facts.divergences, report.divergence] };
    case 'recovered': {
      const { lost, step, repeated, backend } = report;
      return { ...facts, stepProgress: null, recovery: { lost, step, repeated, backend } };
    }
    case 'running':
      return {
        ...facts,
        status: { kind: report.running ? 'running' : 'paused' },
        intent: facts.intent === (report.running ? 'train' : 'pause') ? null : facts.intent,
        // Training that is still to begin is not what has just ended.
        goal: report.running || facts.intent === 'train' ? facts.goal : null,
      };
    case 'failed':
      return {
        ...facts,
        status: {
          kind: 'failed',
          code: report.code,
          message: report.message,
          ...(report.shortage && { shortage: report.shortage }),
          ...(report.fault && { fault: report.fault }),
        },
        stepProgress: null,
        pending: [],
        pendingRate: null,
        intent: null,
        goal: null,
      };
  }
}

/** Gains of a lane's blocks once the switches that are still on their way have arrived. */
export function expectedGains(
  lane: Pick<LaneFacts, 'id' | 'gains'>,
  pending: readonly PendingSwitch[],
): readonly number[] {
  return pending
    .filter((one) => one.lane === lane.id)
    .reduce((gains, one) => gainsAfter(gains, one), lane.gains);
}

function withoutFirst(pending: readonly PendingSwitch[], done: PendingSwitch): readonly PendingSwitch[] {
  const at = pending.findIndex(
    (one) => one.lane === done.lane && equal(one.block, done.block) && one.gain === done.gain,
  );
  return at < 0 ? pending : pending.toSpliced(at, 1);
}

function newestLanes(
  lanes: readonly LaneFacts[],
  { rows }: Extract<Report, { type: 'metrics' }>,
  layout: MetricsLayout,
): readonly LaneFacts[] {
  const offsets = rowOffsets(layout);
  const last = rows.length - (offsets.at(-1) ?? 1);
  if (last < 0 || layout.lanes.length === 0) return lanes;
  return lanes.map((lane) => {
    const index = layout.lanes.findIndex(({ id }) => id === lane.id);
    const at = last + (offsets[index] ?? 0);
    const value = (column: MetricColumn): number =>
      rows[at + (layout.lanes[index]?.columns.indexOf(column) ?? Number.NaN)] ?? Number.NaN;
    return { ...lane, loss: value('loss'), accuracy: value('accuracy') };
  });
}

function tested(lane: LaneFacts, { step, results }: Extract<Report, { type: 'tested' }>): LaneFacts {
  const result = results.find((one) => one.lane === lane.id);
  if (result === undefined) return lane;
  const test = { step, loss: result.loss, accuracy: result.accuracy };
  return { ...lane, answers: result.answers, test, tests: withTest(lane.tests, test) };
}
