/** Panel: which layers' gradients float32 cannot hold, and which was the first at fault where a network diverged. */
import './numerics.css';
import { useCallback, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { Divergence } from '../../contract/messages';
import { useMessages, type Messages } from '../../i18n/messages';
import { useLaneName } from '../../i18n/lane-names';
import { metricsStore } from '../../state/metrics';
import { divergenceOf, runStore } from '../../state/run';
import { profileStep, spanStore } from '../../state/span';
import type { View } from '../core/frame';
import { useLayerAxes, useView } from '../core/hooks';
import { LaneMark } from '../core/LaneMark';
import { Panel } from '../core/Panel';
import { ColumnIndex } from '../core/series';
import { rem } from '../core/unit';
import type { NormClass } from '../geometry/format';
import { NumericsData, type LaneNumerics } from './numerics-data';

/** States come and go with steps; nobody reads faster. */
const UNHURRIED = { interval: 250 };

const STATES = ['normal', 'underflow', 'zero', 'infinite', 'nan'] as const satisfies readonly NormClass[];
const FAULTS = ['nan', 'infinite', 'underflow', 'zero'] as const satisfies readonly NormClass[];

interface Shown {
  /** Of the run; -1 before the first. */
  readonly step: number;
  readonly lanes: readonly LaneNumerics[];
}

const NONE: Shown = { step: -1, lanes: [] };

export function NumericsPanel({ plans }: { readonly plans: readonly LanePlan[] }) {
  const { runs } = useMessages();
  const text = runs.numerics;
  const panel = useRef<HTMLElement>(null);
  const [{ step, lanes }, setShown] = useState(NONE);
  const axes = useLayerAxes(plans);
  const divergences = useStore(runStore, (run) => run.divergences);
  const span = useStore(spanStore, (state) => state.span);
  const create = useCallback((): View => {
    const data = new NumericsData(new ColumnIndex(plans.map(({ layers }) => layers.map(({ name }) => name))));
    return {
      draw: () => {
        const at = profileStep(metricsStore);
        // A copy: what the data hold is changed in place.
        if (data.update(metricsStore, at))
          setShown({
            step: at,
            lanes: data.lanes.map(({ loss, layers }) => ({ loss, layers: [...layers] })),
          });
        else if (spanStore.getState().span !== null)
          setShown((shown) => (shown.step === at ? shown : { ...shown, step: at }));
        return false;
      },
      dispose: () => setShown(NONE),
    };
  }, [plans]);
  useView(panel, create, UNHURRIED);
  return (
    <Panel title={text.title} explanation={text.explanation} reference={panel} testId="numerics-panel">
      <ul className="chart-legend">
        {STATES.map((state) => (
          <li key={state} className="chart-legend-note">
            <svg
              className="chart-mark"
              viewBox="0 0 1 1"
              width={rem(10)}
              height={rem(14)}
              preserveAspectRatio="none"
            >
              <Bar state={state} at={0} />
            </svg>{' '}
            {text.states[state]}
          </li>
        ))}
      </ul>
      {lanes.length === 0 && <p className="chart-note">{text.waiting}</p>}
      {lanes.length > 0 && span !== null && (
        <p className="chart-note" data-testid="numerics-step">
          {text.atStep(step)}
        </p>
      )}
      {lanes.map((lane, index) => {
        const axis = axes.of(index);
        const rows = axis.layers.map(({ layer }) => plans[index]?.layers.indexOf(layer) ?? -1);
        const id = metricsStore.layout.lanes[index]?.id ?? '';
        const plan = plans[index];
        return plan === undefined || rows.length === 0 ? null : (
          <Lane
            key={id}
            id={id}
            index={index}
            plan={plan}
            lane={lane}
            from={Math.min(...rows)}
            to={Math.max(...rows)}
            divergence={divergenceOf(divergences, id, span?.to)}
          />
        );
      })}
    </Panel>
  );
}

interface LaneProps {
  readonly id: string;
  readonly index: number;
  readonly plan: LanePlan;
  readonly lane: LaneNumerics;
  /** Rows of the first and the last layer that are shown. */
  readonly from: number;
  readonly to: number;
  readonly divergence: Divergence | null;
}

function Lane({ id, index, plan, lane, from, to, divergence }: LaneProps) {
  const { joins, runs } = useMessages();
  const text = runs.numerics;
  const name = useLaneName(id);
  const lines = linesOf(plan, lane, text, joins);
  const fault = divergence === null ? -1 : faultyLayer(plan, divergence);
  const count = plan.layers.length;
  const shown = to - from + 1;
  return (
    <div className="numerics-lane" data-testid={`numerics-${id}`} data-faulty={lines.length > 0}>
      <strong>
        <LaneMark lane={index} /> <span>{name}</span>
      </strong>
      <div className="numerics-strip" role="img" aria-label={text.strip(name)}>
        <svg viewBox={`${from} 0 ${shown} 1`} preserveAspectRatio="none" aria-hidden="true">
          {lane.layers.map((layer, at) => layer && <Bar key={at} state={layer.state} at={at} />)}
        </svg>
        {fault >= from && fault <= to && (
          <span
            className="numerics-fault"
            data-side={fault - from < shown / 2 ? 'left' : 'right'}
            style={{ left: `${(100 * (fault - from + 0.5)) / shown}%` }}
          >
            <span aria-hidden="true">▲</span> <span>{joins.named(text.fault, divergence?.layer ?? '')}</span>
          </span>
        )}
      </div>
      {divergence !== null && (
        <p className="numerics-diverged">
          <span aria-hidden="true">✕ </span>
          <span>{text.diverged(divergence)}</span>
        </p>
      )}
      <ul className="numerics-lines">
        {lines.length === 0 && <li>{`✓ ${text.healthy(count)}`}</li>}
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

/** The height says the state, and so does the shape where two are of one height. */
function Bar({ state, at }: { readonly state: NormClass; readonly at: number }) {
  const height = { zero: 0.06, underflow: 0.22, normal: 0.5, infinite: 1, nan: 1 }[state];
  const props = { className: `numerics-${state}`, x: at + 0.12, width: 0.76 };
  if (state !== 'nan') return <rect {...props} y={1 - height} height={height} />;
  return (
    <>
      <rect {...props} y={0} height={0.38} />
      <rect {...props} y={0.62} height={0.38} />
    </>
  );
}

/** Row of the layer that broke first; of a block, its last convolution. */
function faultyLayer(plan: LanePlan, { layer }: Divergence): number {
  if (layer === null) return -1;
  const own = plan.layers.findIndex(({ name }) => name === layer);
  if (own >= 0) return own;
  const block = plan.blocks.find(({ name }) => name === layer);
  const last = block?.branch.at(-1);
  return last === undefined ? -1 : plan.layers.findIndex(({ name }) => name === last.name);
}

/** A sentence for every state but the healthy one. Idle projections, whose gradient is 0 by design, are told apart. */
function linesOf(
  plan: LanePlan,
  { loss, layers }: LaneNumerics,
  text: Messages['runs']['numerics'],
  joins: Messages['joins'],
): readonly string[] {
  const lines = loss === 'nan' || loss === 'infinite' ? [text.loss[loss]] : [];
  const isIdle = (row: number): boolean =>
    plan.layers[row]?.kind === 'projection' && layers[row]?.state === 'zero';
  for (const state of FAULTS) {
    const rows = layers.flatMap((layer, row) => (layer?.state === state && !isIdle(row) ? [row] : []));
    const [first, last] = [rows[0], rows.at(-1)].map((row) => plan.layers[row ?? -1]?.name ?? '');
    if (rows.length === 0) continue;
    const since = Math.min(...rows.map((row) => layers[row]?.since ?? Infinity));
    lines.push(
      joins.list([text.count(text.states[state], rows.length, first ?? '', last ?? ''), text.since(since)]),
    );
  }
  const idle = layers.filter((_, row) => isIdle(row)).length;
  return idle > 0
    ? [...lines, ...(lines.length === 0 ? [text.healthy(layers.length - idle)] : []), text.idle(idle)]
    : lines;
}
