/** The bar that stays in view: training, its clock, and where it runs. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { runStore } from '../../state/run';
import { LaneMark } from '../../charts/core/LaneMark';
import { laneName } from '../../state/lane-style';
import { formatCount, formatLoss, formatMilliseconds } from '../controls/format';
import { RateSlider } from '../controls/RateSlider';
import { useIsNarrow, useSession } from './hooks';
import { JumpMenu } from './PanelSections';

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
      <div className="transport-buttons">
        <button
          type="button"
          className="button button-primary"
          data-testid="train"
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
          disabled={status.kind !== 'paused' || going}
          onClick={() => session.step()}
        >
          <Icon name="step" />
          {ui.transport.step}
        </button>
        <button
          type="button"
          className="button"
          data-testid="reset"
          title={ui.transport.resetHint}
          disabled={failed}
          onClick={() => session.reset()}
        >
          <Icon name="reset" />
          {ui.transport.reset}
        </button>
      </div>
      {isNarrow && <JumpMenu />}
      <Clock />
      {/* A phone has the rate in the builder. */}
      {isNarrow ? <PhoneLosses /> : <RateSlider testId="transport-rate" />}
      {isNarrow ? (
        <Progress />
      ) : (
        // In one place: a run that begins moves nothing on the page.
        <div className="transport-state">
          <BackendBadge />
          <Progress />
        </div>
      )}
    </section>
  );
}

function Clock() {
  const { ui } = useMessages();
  const stepCount = useStore(runStore, (state) => state.stepCount);
  const stepsPerEpoch = useStore(runStore, (state) => state.stepsPerEpoch);
  const milliseconds = useStore(runStore, (state) => state.stepMilliseconds);
  const { transport } = ui;
  return (
    <dl className="clock">
      <div>
        <dt>{transport.stepCount}</dt>
        <dd data-testid="step-count" translate="no">
          {stepCount}
        </dd>
      </div>
      <div>
        <dt>{transport.epoch}</dt>
        <dd translate="no">
          {stepsPerEpoch > 0 ? (stepCount / stepsPerEpoch).toFixed(2) : transport.unknown}
        </dd>
      </div>
      <div>
        <dt>{transport.millisecondsPerStep}</dt>
        <dd translate="no">
          {Number.isFinite(milliseconds) && stepCount > 0
            ? formatMilliseconds(milliseconds)
            : transport.unknown}
        </dd>
      </div>
    </dl>
  );
}

function Progress() {
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

const ICONS = {
  train: 'M4 2.5v11l9-5.5z',
  pause: 'M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z',
  step: 'M3 2.5v11l7-5.5zM11 2.5h2.2v11H11z',
  reset: 'M8 2.5a5.5 5.5 0 1 1-5.3 4l1.7.5A3.8 3.8 0 1 0 8 4.2v2.3L4 3.4 8 .3z',
} as const;

function Icon({ name }: { readonly name: keyof typeof ICONS }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={ICONS[name]} fill="currentColor" />
    </svg>
  );
}

/** Which backend runs, and why this one. */
export function BackendBadge() {
  const { ui } = useMessages();
  const backend = useStore(runStore, (state) => state.backend);
  const failed = useStore(runStore, (state) => state.status.kind === 'failed');
  const none = failed ? ui.transport.unknown : ui.backend.choosing;
  const reason = backend === null ? '' : ` · ${ui.backend.reasons[backend.reason](backend.detail)}`;
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

/** On a narrow page: the newest losses of all lanes in the transport, which stays in view where the lanes do not. */
function PhoneLosses() {
  const { ui } = useMessages();
  const lanes = useStore(runStore, (state) => state.lanes);
  const measured = useStore(runStore, (state) => state.status.kind !== 'preparing' || state.stepCount > 0);
  if (!measured) return null;
  return (
    <ul className="phone-losses" aria-label={ui.lanes.loss}>
      {lanes.map(({ id, loss }, lane) => (
        <li key={id}>
          <LaneMark lane={lane} />
          <span className="visually-hidden">{laneName(id)}</span>{' '}
          <span translate="no">{formatLoss(loss)}</span>
        </li>
      ))}
    </ul>
  );
}
