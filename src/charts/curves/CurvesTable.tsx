import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { LanePlan } from '../../architecture/plan-experiment';
import { formatNumber } from '../../config/codec/format';
import { useMessages } from '../../i18n/messages';
import { useLaneNames as useNames } from '../../i18n/lane-names';
import { metricsStore } from '../../state/metrics';
import { runStore, type TestFacts } from '../../state/run';
import { heldTests } from '../../state/tests';
import { switchedBlock } from '../core/changes';
import { useSlowly } from '../core/hooks';
import { DataTable, TableDetails } from '../core/tables';
import { useLanes } from '../core/series';
import { formatExact, formatPercent } from '../geometry/format';
import { decimate, decimateHeld } from '../geometry/steps';
/** Most rows of a table. */
const ROWS = 50;
const NONE: readonly TestFacts[] = [];

interface CurvesProps {
  /** Of the lanes, in their order. */
  readonly plans: readonly LanePlan[];
}

/** The curves as a table. */
export function CurvesTable({ plans }: CurvesProps) {
  const text = useMessages().charts.curves;
  const lanes = useLanes();
  return (
    <TableDetails summary={text.summary} region={text.region} id="curves-values">
      <CurvesTables plans={plans} lanes={lanes} />
    </TableDetails>
  );
}

/** Some of the steps, all measurements on the test images, and what was changed. */
function CurvesTables({ plans, lanes }: CurvesProps & { readonly lanes: readonly string[] }) {
  useSlowly();
  const messages = useMessages().charts;
  const text = messages.curves;
  const nameOf = useNames();
  const switches = useStore(runStore, (run) => run.switches);
  const rates = useStore(runStore, (run) => run.rates);
  // Lanes are always measured together, so that their steps agree.
  const tests = useStore(
    runStore,
    useShallow((run) => lanes.map((lane) => run.lanes.find(({ id }) => id === lane)?.tests ?? NONE)),
  );
  const { steps, stride } = decimateHeld(metricsStore, { start: 0, span: metricsStore.endStep }, ROWS);
  const valueOf = (lane: number, curve: 'loss' | 'accuracy', step: number): number =>
    metricsStore.value(lane, metricsStore.column(lane, curve), step);
  const testSteps = [...new Set(tests.flat().map(({ step }) => step))].toSorted((a, b) => a - b);
  const chosen = decimate(0, testSteps.length, ROWS);
  const held = heldTests(tests[0] ?? []);
  const testCaption = messages.joins.sentences([
    text.testsCaption,
    chosen.stride > 1 ? text.testsStride(chosen.stride) : '',
    held.stride > 1 ? text.testsHeld(held.stride, held.denseFrom) : '',
  ]);
  return (
    <>
      <DataTable
        caption={text.caption(stride)}
        columns={[
          text.step,
          ...lanes.flatMap((lane) => [text.batchLoss(nameOf(lane)), text.batchAccuracy(nameOf(lane))]),
        ]}
        rows={steps.map((step) => [
          step,
          ...lanes.flatMap((_, lane) => [
            formatExact(valueOf(lane, 'loss', step)),
            formatPercent(valueOf(lane, 'accuracy', step)),
          ]),
        ])}
        numbers
      />
      {testSteps.length > 0 && (
        <DataTable
          caption={testCaption}
          columns={[
            text.step,
            ...lanes.flatMap((lane) => [text.testLoss(nameOf(lane)), text.testAccuracy(nameOf(lane))]),
          ]}
          rows={chosen.steps.map((index) => [
            testSteps[index] ?? 0,
            ...tests.flatMap((own) => {
              const test = own.find(({ step }) => step === testSteps[index]);
              return test === undefined ? ['', ''] : [formatExact(test.loss), formatPercent(test.accuracy)];
            }),
          ])}
        />
      )}
      {switches.length > 0 && (
        <DataTable
          caption={text.switchesCaption}
          columns={[text.step, text.lane, text.block, text.gain]}
          rows={switches.map((mark) => [
            mark.step,
            nameOf(mark.lane),
            switchedBlock(mark, plans[lanes.indexOf(mark.lane)]) ?? text.allBlocks,
            String(mark.gain),
          ])}
        />
      )}
      {rates.length > 0 && (
        <DataTable
          caption={text.ratesCaption}
          columns={[text.step, text.rate]}
          rows={rates.map(({ step, rate }) => [step, formatNumber(rate)])}
        />
      )}
    </>
  );
}
