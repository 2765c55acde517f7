/** Controls of the optimiser and of the schedule. */
import { LIMITS, type OptimiserConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { useExperiment } from '../hooks';
import { NumberField } from './NumberField';

export function TrainingSection() {
  const { ui } = useMessages();
  const config = useExperiment();
  const { optimiser } = config;
  const { fields } = ui.builder;
  const change = (part: Partial<OptimiserConfig>) =>
    changeExperiment({ ...config, optimiser: { ...optimiser, ...part } });
  return (
    <div className="fields-two">
      <NumberField
        label={fields.learningRate}
        value={optimiser.learningRate}
        bounds={LIMITS.learningRate}
        onCommit={(learningRate) => change({ learningRate })}
      />
      <NumberField
        label={fields.momentum}
        value={optimiser.momentum}
        bounds={LIMITS.momentum}
        onCommit={(momentum) => change({ momentum })}
      />
      <NumberField
        label={fields.weightDecay}
        value={optimiser.weightDecay}
        bounds={LIMITS.weightDecay}
        onCommit={(weightDecay) => change({ weightDecay })}
      />
      <NumberField
        label={fields.batchSize}
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
  );
}
