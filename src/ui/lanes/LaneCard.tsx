/** One network in training: its newest numbers, the switch for all its skips, its diagram. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { isClassicPlan, type LanePlan } from '../../architecture/plan-experiment';
import { LaneMark } from '../../charts/core/LaneMark';
import { useLaneTitle } from '../../charts/core/lane-title';
import { expectedGains } from '../../client/reports';
import { useMessages } from '../../i18n/messages';
import { useLaneName } from '../../i18n/lane-names';
import { useLaneSlot } from '../../state/lane-style';
import { runStore, type LaneFacts } from '../../state/run';
import { ClassicDiagram } from '../classic/ClassicDiagram';
import { enterDiagram, LaneDiagram } from '../diagram/LaneDiagram';
import { formatLoss, formatPercent } from '../controls/format';
import { LaneStart } from '../weights/LaneStart';
import { useExperiment, useIsNarrow, useSession } from '../page/hooks';
import { throwSwitch } from '../page/throw-switch';
import { unfoldDiagram, unfoldedStore } from './unfolded';

const NOTHING: readonly number[] = [];

interface LaneCardProps {
  readonly plan: LanePlan;
  /** Its place among the lanes decides its colour and mark. */
  readonly index: number;
  readonly id: string;
  /** Whether there is room for a line alone. */
  readonly compact: boolean;
  /** Whether its diagram is always there: without, a narrow page folds it. */
  readonly isUnfolded?: boolean;
}

export function LaneCard({ plan, index, id, compact, isUnfolded = false }: LaneCardProps) {
  const { ui } = useMessages();
  const gains = useGains(id);
  const slot = useLaneSlot(index);
  const name = useLaneName(id);
  const title = useLaneTitle(id, ui.lanes.name(name));
  const isNarrow = useIsNarrow();
  const open = useStore(unfoldedStore, ({ lanes }) => lanes.includes(id)) || isUnfolded;
  return (
    <section
      className="lane"
      data-testid={`lane-${id}`}
      aria-labelledby={`lane-${id}-title`}
      style={{ '--lane': `var(--lane-${slot})` } as React.CSSProperties}
    >
      <div className="lane-head">
        <h2 id={`lane-${id}-title`} className="lane-title">
          <LaneMark lane={index} />
          <span>{title === ui.lanes.name(name) ? ui.lanes.heading(name) : title}</span>
        </h2>
        <LaneNumbers id={id} />
        {!isClassicPlan(plan) && <SkipAll id={id} gains={gains} />}
        {isNarrow && !isUnfolded && (
          <button
            type="button"
            className="lane-unfold"
            aria-expanded={open}
            aria-label={ui.lanes.unfold(name)}
            onClick={() => unfoldDiagram(id, !open)}
          />
        )}
      </div>
      <LaneStart id={id} />
      {isNarrow && !open ? null : isClassicPlan(plan) ? (
        <ClassicDiagram plan={plan} name={name} />
      ) : (
        <LaneDiagram plan={plan} id={id} gains={gains} compact={compact} />
      )}
    </section>
  );
}

/** Gains of a lane's blocks as they will be once all that was switched is in force. */
function useGains(id: string): readonly number[] {
  // Not the lane itself, which is another object after every step: the diagram would be rendered with it.
  const gains = useStore(runStore, (state) => state.lanes.find((one) => one.id === id)?.gains ?? NOTHING);
  const pending = useStore(runStore, (state) => state.pending);
  return useMemo(
    () => (pending.length === 0 ? gains : expectedGains({ id, gains }, pending)),
    [id, gains, pending],
  );
}

function LaneNumbers({ id }: { readonly id: string }) {
  const { runs, ui } = useMessages();
  const lane = useStore(runStore, (state) => state.lanes.find((one) => one.id === id));
  const measured = useStore(runStore, (state) => state.isMeasured);
  const loss = lane?.loss ?? Number.NaN;
  const accuracy = lane?.accuracy ?? Number.NaN;
  return (
    <dl className="lane-numbers">
      <div title={ui.lanes.lossHint(useExperiment().loss)}>
        <dt>{ui.lanes.loss}</dt>
        <dd className="lane-loss" data-testid="loss" data-value={measured ? String(loss) : ''}>
          <span translate="no">{measured ? formatLoss(loss) : ui.transport.unknown}</span>
          {measured && !Number.isFinite(loss) && (
            <span className="unit">{` ${runs.numerics.lossNote(loss)}`}</span>
          )}
        </dd>
      </div>
      <div title={ui.lanes.accuracyHint}>
        <dt>{ui.lanes.accuracy}</dt>
        <dd>
          <span data-testid="accuracy" translate="no" data-value={measured ? String(accuracy) : ''}>
            {measured ? formatPercent(accuracy) : ui.transport.unknown}
          </span>
          {measured && Number.isFinite(accuracy) && <span className="unit"> %</span>}
        </dd>
      </div>
      <TestNumbers test={lane?.test ?? null} />
    </dl>
  );
}

function TestNumbers({ test }: { readonly test: LaneFacts['test'] }) {
  const { ui } = useMessages();
  const images = useStore(runStore, (state) => state.testImages);
  const never = useExperiment().testInterval === 0;
  const absent = never ? ui.lanes.testOff : ui.lanes.noTest;
  return (
    <div title={test === null ? absent : ui.lanes.testHint(images, test.step)}>
      <dt>{ui.lanes.testAccuracy}</dt>
      <dd>
        {test === null ? (
          <span className="lane-absent">
            <span aria-hidden="true">{ui.transport.unknown}</span>
            <span className="visually-hidden">{absent}</span>
          </span>
        ) : (
          <>
            <span data-testid="test-accuracy" translate="no" data-value={String(test.accuracy)}>
              {formatPercent(test.accuracy)}
            </span>
            <span className="unit"> %</span>
          </>
        )}
      </dd>
    </div>
  );
}

function SkipAll({ id, gains }: { readonly id: string; readonly gains: readonly number[] }) {
  const { ui } = useMessages();
  const name = useLaneName(id);
  const session = useSession();
  const on = gains.filter((gain) => gain > 0).length;
  const all = gains.length > 0 && on === gains.length;
  // A switch has no third state: some on and some off is “off” with a description, and turns all on.
  return (
    <div className="skip-all">
      <span className="skip-all-count" id={`skip-all-${id}-count`}>
        {gains.length > 0 && <span aria-hidden="true">{`${on}/${gains.length}`}</span>}
        <span className={gains.length === 0 ? '' : 'visually-hidden'}>
          {gains.length === 0 ? ui.lanes.noBlocks : ui.lanes.skipsOn(on, gains.length)}
        </span>
      </span>
      <span className="visually-hidden" id={`skip-all-${id}-hint`}>
        {ui.lanes.skipAllHint}
      </span>
      <button
        type="button"
        role="switch"
        className="switch"
        data-testid={`skip-all-${id}`}
        data-some={on > 0 && !all}
        aria-checked={all}
        aria-label={ui.lanes.skipAllLabel(name)}
        aria-describedby={`skip-all-${id}-count skip-all-${id}-hint`}
        disabled={gains.length === 0}
        onClick={() => throwSwitch(session, id, 'all', all ? 0 : 1)}
        onKeyDown={enterDiagram}
      >
        <span className="switch-text">{ui.lanes.skipAll}</span>
        <span className="switch-track" aria-hidden="true" />
      </button>
    </div>
  );
}
