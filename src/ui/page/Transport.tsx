/** The bar that stays in view: training, its clock, and where it runs. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { runStore } from '../../state/run';
import { BuildButton } from '../builder/BuildDrawer';
import { CodeButton } from '../code/Code';
import { formatCount, formatMilliseconds } from '../controls/format';
import { Icon } from '../controls/Icon';
import { HelpButton } from '../help/Help';
import { shortcut } from '../help/shortcuts';
import { RateSlider } from '../controls/RateSlider';
import { PinButton } from '../runs/PinButton';
import { TrainTo } from '../runs/TrainTo';
import { useIsNarrow, useSession } from './hooks';
import { JumpMenu } from './PanelSections';
import { useToolbar } from './toolbar';

export function Transport() {
  const { ui } = useMessages();
  const session = useSession();
  const isNarrow = useIsNarrow();
  const status = useStore(runStore, (state) => state.status);
  const intent = useStore(runStore, (state) => state.intent);
  // What was asked for shows at once; a step under way may take a second to end.
  const going = intent === null ? status.kind === 'running' : intent === 'train';
  const waiting = going && status.kind === 'preparing';
  const failed = status.kind === 'failed';
  const label = waiting ? ui.transport.waiting : going ? ui.transport.pause : ui.transport.train;
  return (
    <section className="transport" aria-label={ui.transport.label}>
      <div className="transport-buttons" {...useToolbar()}>
        <button
          type="button"
          className="button button-primary"
          data-testid="train"
          {...shortcut('train')}
          data-tool
          data-going={going}
          aria-label={label}
          disabled={failed}
          onClick={() => (going ? session.pause() : session.train())}
        >
          <Icon name={going ? 'pause' : 'train'} />
          <span>{going ? ui.transport.pause : ui.transport.train}</span>
        </button>
        <button
          type="button"
          className="button"
          data-testid="step"
          {...shortcut('step')}
          data-tool
          disabled={status.kind !== 'paused' || going}
          onClick={() => session.step()}
        >
          <Icon name="step" />
          <span>{ui.transport.step}</span>
        </button>
        <button
          type="button"
          className="button"
          data-testid="reset"
          {...shortcut('reset')}
          data-tool
          title={ui.transport.resetHint}
          disabled={failed}
          onClick={() => session.reset()}
        >
          <Icon name="reset" />
          <span>{ui.transport.reset}</span>
        </button>
        {!isNarrow && <TrainTo />}
        <span className="transport-end">
          {!isNarrow && <PinButton />}
          <BuildButton />
          {!isNarrow && <CodeButton />}
          {!isNarrow && <HelpButton />}
          {isNarrow && <JumpMenu />}
        </span>
      </div>
      <Clock />
      {/* A phone has the rate in the builder. */}
      {!isNarrow && <RateSlider testId="transport-rate" />}
      {/* In one place: a run that begins moves nothing on the page. */}
      <div className="transport-state">
        <BackendBadge />
        <Progress />
      </div>
    </section>
  );
}

function Clock() {
  const { ui } = useMessages();
  const stepCount = useStore(runStore, (state) => state.stepCount);
  const stepsPerEpoch = useStore(runStore, (state) => state.stepsPerEpoch);
  const milliseconds = useStore(runStore, (state) => state.stepMilliseconds);
  const stepProgress = useStore(runStore, (state) => state.stepProgress);
  // A step that waits before its first layer has not begun, as far as anybody sees.
  const progress = stepProgress?.isHeld === true && stepProgress.done === 0 ? null : stepProgress;
  const { transport } = ui;
  return (
    <dl
      className="clock"
      title={
        Number.isFinite(milliseconds) && stepCount > 0
          ? transport.pace(formatMilliseconds(milliseconds))
          : undefined
      }
    >
      <div>
        <dt>{transport.stepCount}</dt>
        <dd data-testid="step-count" translate="no">
          {stepCount}
        </dd>
      </div>
      {progress === null ? (
        <div className="clock-epoch">
          <dt>{transport.epoch}</dt>
          <dd translate="no">
            {stepsPerEpoch > 0 ? (stepCount / stepsPerEpoch).toFixed(2) : transport.unknown}
          </dd>
        </div>
      ) : (
        <div title={transport.layerHint} data-testid="step-progress" data-held={progress.isHeld}>
          <dt>{progress.isHeld ? transport.heldAt : transport.layer}</dt>
          <dd translate="no">{`${progress.done}/${progress.of}`}</dd>
        </div>
      )}
    </dl>
  );
}

export function Progress() {
  const { ui } = useMessages();
  const status = useStore(runStore, (state) => state.status);
  if (status.kind !== 'preparing') return null;
  const { phase, fraction } = status;
  const text = ui.preparing(phase, fraction);
  const known = fraction === null ? {} : { 'aria-valuenow': Math.round(fraction * 100) };
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={ui.preparingLabel}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={text}
      {...known}
    >
      <span className="progress-text">{text}</span>
      <span className="progress-track" data-unknown={fraction === null}>
        <span style={{ width: fraction === null ? '30%' : `${formatCount(fraction * 100)}%` }} />
      </span>
    </div>
  );
}

/** Which backend runs, and why this one. */
function BackendBadge() {
  const { ui } = useMessages();
  const backend = useStore(runStore, (state) => state.backend);
  const failed = useStore(runStore, (state) => state.status.kind === 'failed');
  const none = failed ? ui.transport.unknown : ui.backend.choosing;
  const reason =
    backend === null ? '' : ` · ${ui.backend.reason(backend.reason, backend.detail, backend.kernels)}`;
  // Where there is no room for all of it.
  const whole = backend === null ? undefined : backend.name + reason;
  return (
    <p className="badge" data-testid="backend" data-backend={backend?.name ?? ''} title={whole}>
      <span className="visually-hidden">{ui.backend.label}: </span>
      {backend === null ? (
        <span>{none}</span>
      ) : (
        <>
          <strong translate="no">{backend.name}</strong>
          <span className="badge-reason">{reason}</span>
        </>
      )}
    </p>
  );
}
