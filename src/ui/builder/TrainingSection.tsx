/** Controls of optimiser, schedule and loss; what the chosen kinds do not use is left out. */
import { CHOICES, LIMITS } from '../../config/limits';
import { cyclesMomentum, MOMENTUM_CYCLE } from '../../config/schedule';
import type { LossConfig, OptimiserConfig, ScheduleConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { useExperiment } from '../page/hooks';
import { RateSlider } from '../controls/RateSlider';
import { CheckField } from '../controls/CheckField';
import { NumberField } from '../controls/NumberField';
import { SelectField } from '../controls/SelectField';

export function TrainingSection() {
  const { ui } = useMessages();
  const config = useExperiment();
  const { fields } = ui.builder;
  return (
    <>
      <OptimiserFields />
      <ScheduleFields />
      <RateSlider testId="builder-rate" explained />
      <LossFields />
      <div className="fields-two">
        <NumberField
          label={fields.batchSize}
          hint={fields.batchSizeHint}
          value={config.batchSize}
          bounds={LIMITS.batchSize}
          integer
          onCommit={(batchSize) => changeExperiment({ ...config, batchSize })}
        />
        <NumberField
          label={fields.testInterval}
          hint={fields.testIntervalHint}
          value={config.testInterval}
          bounds={LIMITS.testInterval}
          integer
          onCommit={(testInterval) => changeExperiment({ ...config, testInterval })}
        />
      </div>
    </>
  );
}

function OptimiserFields() {
  const { ui } = useMessages();
  const config = useExperiment();
  const { optimiser } = config;
  const { kind } = optimiser;
  const isCycled = cyclesMomentum(config.schedule);
  const { fields, choices } = ui.builder;
  const change = (part: Partial<OptimiserConfig>) =>
    changeExperiment({ ...config, optimiser: { ...optimiser, ...part } });
  return (
    <>
      <SelectField
        label={fields.optimiser}
        hint={choices.optimiserHint[kind]}
        choices={CHOICES.optimiser}
        text={(name) => choices.optimiser[name]}
        value={kind}
        onCommit={(name) => change({ kind: name })}
      />
      <div className="fields-two">
        <NumberField
          label={fields.learningRate}
          value={optimiser.learningRate}
          bounds={LIMITS.learningRate}
          onCommit={(learningRate) => change({ learningRate })}
        />
        {(kind === 'sgd' || kind === 'rmsprop') && !isCycled && (
          <NumberField
            label={fields.momentum}
            value={optimiser.momentum}
            bounds={LIMITS.momentum}
            onCommit={(momentum) => change({ momentum })}
          />
        )}
        {kind === 'rmsprop' && (
          <NumberField
            label={fields.smoothing}
            hint={fields.smoothingHint}
            value={optimiser.smoothing}
            bounds={LIMITS.smoothing}
            onCommit={(smoothing) => change({ smoothing })}
          />
        )}
        {(kind === 'adam' || kind === 'adamw') && (
          <>
            {!isCycled && (
              <NumberField
                label={fields.beta1}
                hint={fields.beta1Hint}
                value={optimiser.beta1}
                bounds={LIMITS.beta1}
                onCommit={(beta1) => change({ beta1 })}
              />
            )}
            <NumberField
              label={fields.beta2}
              hint={fields.beta2Hint}
              value={optimiser.beta2}
              bounds={LIMITS.beta2}
              onCommit={(beta2) => change({ beta2 })}
            />
          </>
        )}
        <NumberField
          label={fields.weightDecay}
          value={optimiser.weightDecay}
          bounds={LIMITS.weightDecay}
          onCommit={(weightDecay) => change({ weightDecay })}
        />
        <NumberField
          label={fields.clip}
          hint={fields.clipHint}
          value={optimiser.clip}
          bounds={LIMITS.clip}
          onCommit={(clip) => change({ clip })}
        />
      </div>
      {kind === 'sgd' && (isCycled || optimiser.momentum > 0) && (
        <CheckField
          label={fields.nesterov}
          value={optimiser.nesterov}
          onCommit={(nesterov) => change({ nesterov })}
        />
      )}
    </>
  );
}

function ScheduleFields() {
  const { ui } = useMessages();
  const config = useExperiment();
  const { schedule, optimiser } = config;
  const { fields, choices } = ui.builder;
  const momentum = optimiser.kind === 'adam' || optimiser.kind === 'adamw' ? fields.beta1 : fields.momentum;
  const change = (part: Partial<ScheduleConfig>) =>
    changeExperiment({ ...config, schedule: { ...schedule, ...part } });
  return (
    <>
      <SelectField
        label={fields.schedule}
        hint={choices.scheduleHint[schedule.kind]}
        choices={CHOICES.schedule}
        text={(name) => choices.schedule[name]}
        value={schedule.kind}
        onCommit={(kind) => change({ kind, momentumCycle: kind === 'one-cycle' })}
      />
      <div className="fields-two">
        {schedule.kind !== 'constant' && (
          <NumberField
            label={fields.period}
            value={schedule.period}
            bounds={LIMITS.period}
            integer
            onCommit={(period) => change({ period })}
          />
        )}
        {schedule.kind === 'steps' && (
          <NumberField
            label={fields.factor}
            value={schedule.factor}
            bounds={LIMITS.factor}
            onCommit={(factor) => change({ factor })}
          />
        )}
        <NumberField
          label={fields.warmUp}
          value={schedule.warmUp}
          bounds={LIMITS.warmUp}
          integer
          onCommit={(warmUp) => change({ warmUp })}
        />
      </div>
      {schedule.kind === 'one-cycle' && (
        <CheckField
          label={fields.momentumCycle(momentum, MOMENTUM_CYCLE.most, MOMENTUM_CYCLE.least)}
          value={schedule.momentumCycle}
          onCommit={(momentumCycle) => change({ momentumCycle })}
        />
      )}
    </>
  );
}

function LossFields() {
  const { ui } = useMessages();
  const config = useExperiment();
  const { loss } = config;
  const { fields, choices } = ui.builder;
  const change = (part: Partial<LossConfig>) => changeExperiment({ ...config, loss: { ...loss, ...part } });
  return (
    <>
      <SelectField
        label={fields.loss}
        hint={choices.lossHint[loss.kind]}
        choices={CHOICES.loss}
        text={(name) => choices.loss[name]}
        value={loss.kind}
        onCommit={(kind) => change({ kind })}
      />
      {loss.kind === 'cross-entropy' && (
        <NumberField
          label={fields.labelSmoothing}
          hint={fields.labelSmoothingHint}
          value={loss.smoothing}
          bounds={LIMITS.labelSmoothing}
          onCommit={(smoothing) => change({ smoothing })}
        />
      )}
      {loss.kind === 'focal' && (
        <NumberField
          label={fields.focus}
          hint={fields.focusHint}
          value={loss.focus}
          bounds={LIMITS.focus}
          onCommit={(focus) => change({ focus })}
        />
      )}
    </>
  );
}
