/** Controls of the data and of how batches are changed at random. */
import { DATA_SETS, nearestInputSize } from '../../config/data-sets';
import { CHOICES, LIMITS } from '../../config/limits';
import type { AugmentationConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { useExperiment } from '../page/hooks';
import { CheckField } from '../controls/CheckField';
import { ChoiceField } from '../controls/ChoiceField';
import { NumberField } from '../controls/NumberField';
import { Samples } from './Samples';

export function DataSection() {
  const { dataSets, ui } = useMessages();
  const config = useExperiment();
  const { data, augmentation } = config;
  const { fields, choices } = ui.builder;
  const augment = (part: Partial<AugmentationConfig>) =>
    changeExperiment({ ...config, augmentation: { ...augmentation, ...part } });
  return (
    <>
      <ChoiceField
        label={fields.set}
        hint={dataSets[data.set].hint}
        choices={CHOICES.set}
        text={(name) => dataSets[name].name}
        value={data.set}
        onCommit={(set) => {
          const inputSize = nearestInputSize(set, data.inputSize);
          changeExperiment({ ...config, data: { set, inputSize } });
        }}
      />
      <ChoiceField
        label={fields.inputSize}
        choices={DATA_SETS[data.set].sizes}
        text={choices.inputSize}
        value={data.inputSize}
        onCommit={(inputSize) => changeExperiment({ ...config, data: { ...data, inputSize } })}
      />
      <Samples />
      <div className="fields-two">
        <NumberField
          label={fields.shift}
          hint={fields.shiftHint}
          value={augmentation.shift}
          bounds={LIMITS.shift}
          integer
          onCommit={(shift) => augment({ shift })}
        />
        <NumberField
          label={fields.cutout}
          hint={fields.cutoutHint}
          value={augmentation.cutout}
          bounds={LIMITS.cutout}
          integer
          onCommit={(cutout) => augment({ cutout })}
        />
      </div>
      <CheckField label={fields.flip} value={augmentation.flip} onCommit={(flip) => augment({ flip })} />
    </>
  );
}
