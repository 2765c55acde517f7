/** The curves as tables: some of the steps, all measurements on the test images, and what was changed. */
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { formatNumber } from '../../config/codec/format';
import { useMessages } from '../../i18n/messages';
import { metricsStore } from '../../state/metrics';
import { runStore } from '../../state/run';
import { decimate, decimateHeld } from '../geometry/steps';
import { formatExact, formatPercent } from '../geometry/format';
import { switchedBlock } from '../core/texts';
import { useSlowly } from '../core/hooks';
import { useLaneNames } from '../../state/lane-style';

/** Most rows of the table. */
const ROWS = 50;

interface CurvesTableProps {
  /** Of the lanes, in their order. */
  readonly plans: readonly LanePlan[];
  readonly lanes: readonly string[];
}

export function CurvesTable({ plans, lanes }: CurvesTableProps) {
  useSlowly();
  const messages = useMessages().charts;
  const text = messages.curves;
  const nameOf = useLaneNames();
  const switches = useStore(runStore, (run) => run.switches);
  const rates = useStore(runStore, (run) => run.rates);
  const { steps, stride } = decimateHeld(metricsStore, { start: 0, span: metricsStore.endStep }, ROWS);
  const valueOf = (lane: number, column: 'loss' | 'accuracy', step: number): number =>
    metricsStore.value(lane, metricsStore.column(lane, column), step);
  return (
    <div className="chart-table-scroll" role="region" aria-label={text.region} tabIndex={0}>
      <table className="chart-table">
        <caption>{text.caption(stride)}</caption>
        <thead>
          <tr>
            <th scope="col">{text.step}</th>
            {lanes.map((lane) => [
              <th scope="col" key={`${lane} loss`}>
                {text.batchLoss(nameOf(lane))}
              </th>,
              <th scope="col" key={`${lane} accuracy`}>
                {text.batchAccuracy(nameOf(lane))}
              </th>,
            ])}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step} translate="no">
              <th scope="row">{step}</th>
              {lanes.map((lane, index) => [
                <td key={`${lane} loss`}>{formatExact(valueOf(index, 'loss', step))}</td>,
                <td key={`${lane} accuracy`}>{formatPercent(valueOf(index, 'accuracy', step))}</td>,
              ])}
            </tr>
          ))}
        </tbody>
      </table>
      <TestsTable lanes={lanes} />
      {switches.length > 0 && (
        <table className="chart-table">
          <caption>{text.switchesCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{text.step}</th>
              <th scope="col">{text.lane}</th>
              <th scope="col">{text.block}</th>
              <th scope="col">{text.gain}</th>
            </tr>
          </thead>
          <tbody>
            {switches.map((mark, index) => (
              <tr key={index}>
                <th scope="row">{mark.step}</th>
                <td>{nameOf(mark.lane)}</td>
                <td>{switchedBlock(mark, plans[lanes.indexOf(mark.lane)]) ?? text.allBlocks}</td>
                <td>{mark.gain}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rates.length > 0 && (
        <table className="chart-table">
          <caption>{text.ratesCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{text.step}</th>
              <th scope="col">{text.rate}</th>
            </tr>
          </thead>
          <tbody>
            {rates.map(({ step, rate }) => (
              <tr key={step}>
                <th scope="row">{step}</th>
                <td>{formatNumber(rate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

/** Measurements on the test images; lanes are always measured together, so that their steps agree. */
function TestsTable({ lanes }: { readonly lanes: readonly string[] }) {
  const text = useMessages().charts.curves;
  const nameOf = useLaneNames();
  const facts = useStore(runStore, (run) => run.lanes);
  const of = (lane: string) => facts.find((candidate) => candidate.id === lane)?.tests ?? [];
  const steps = [...new Set(lanes.flatMap((lane) => of(lane).map((test) => test.step)))].toSorted(
    (a, b) => a - b,
  );
  if (steps.length === 0) return null;
  const chosen = decimate(0, steps.length, ROWS);
  return (
    <table className="chart-table">
      <caption>
        {`${text.testsCaption}${chosen.stride > 1 ? ` ${text.testsStride(chosen.stride)}` : ''}`}
      </caption>
      <thead>
        <tr>
          <th scope="col">{text.step}</th>
          {lanes.map((lane) => [
            <th scope="col" key={`${lane} loss`}>
              {text.testLoss(nameOf(lane))}
            </th>,
            <th scope="col" key={`${lane} accuracy`}>
              {text.testAccuracy(nameOf(lane))}
            </th>,
          ])}
        </tr>
      </thead>
      <tbody>
        {chosen.steps.map((index) => {
          const step = steps[index];
          return (
            <tr key={step}>
              <th scope="row">{step}</th>
              {lanes.map((lane) => {
                const test = of(lane).find((candidate) => candidate.step === step);
                return [
                  <td key={`${lane} loss`}>{test === undefined ? '' : formatExact(test.loss)}</td>,
                  <td key={`${lane} accuracy`}>{test === undefined ? '' : formatPercent(test.accuracy)}</td>,
                ];
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
