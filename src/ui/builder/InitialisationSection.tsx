/** Controls of the initial weights; those that the chosen rule does not ask for are left out. */
import { CHOICES, LIMITS } from '../../config/limits';
import { useMessages } from '../../i18n/messages';
import { useEditedView } from '../page/edited';
import { ChoiceField } from '../controls/ChoiceField';
import { NumberField } from '../controls/NumberField';
import { SelectField } from '../controls/SelectField';
import { useNetworkChange } from './useNetworkChange';

export function InitialisationSection() {
  const { ui } = useMessages();
  const { network } = useEditedView();
  const { initialisation } = network;
  const { fields, choices } = ui.builder;
  const change = useNetworkChange();
  return (
    <>
      <SelectField
        label={fields.initialisation}
        hint={choices.initialisationHint[initialisation]}
        choices={CHOICES.initialisation}
        text={(name) => choices.initialisation[name]}
        value={initialisation}
        onCommit={(name) => change({ initialisation: name })}
      />
      {initialisation !== 'orthogonal' && initialisation !== 'zeros' && (
        <ChoiceField
          label={fields.initDistribution}
          choices={CHOICES.initDistribution}
          text={(name) => choices.initDistribution[name]}
          value={network.initDistribution}
          onCommit={(initDistribution) => change({ initDistribution })}
        />
      )}
      {(initialisation === 'he' || initialisation === 'lecun') && (
        <ChoiceField
          label={fields.initFan}
          hint={choices.initFanHint[network.initFan]}
          choices={CHOICES.initFan}
          text={(name) => choices.initFan[name]}
          value={network.initFan}
          onCommit={(initFan) => change({ initFan })}
        />
      )}
      {initialisation === 'normal' && (
        <NumberField
          label={fields.initDeviation}
          value={network.initDeviation}
          bounds={LIMITS.initDeviation}
          onCommit={(initDeviation) => change({ initDeviation })}
        />
      )}
      <p className="field-hint">{fields.initDense}</p>
    </>
  );
}
