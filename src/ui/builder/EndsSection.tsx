/** Controls of what stands before the first block and behind the last. */
import { CHOICES } from '../../config/limits';
import { useMessages } from '../../i18n/messages';
import { useEditedView } from '../page/edited';
import { CheckField } from '../controls/CheckField';
import { ChoiceField } from '../controls/ChoiceField';
import { STRIDES } from './facts';
import { useNetworkChange } from './useNetworkChange';

export function EndsSection() {
  const { ui } = useMessages();
  const { network } = useEditedView();
  const { fields, choices } = ui.builder;
  const change = useNetworkChange();
  return (
    <>
      <div className="fields-two">
        <ChoiceField
          label={fields.stemKernel}
          choices={CHOICES.stemKernel}
          text={choices.kernel}
          value={network.stemKernel}
          onCommit={(stemKernel) => change({ stemKernel })}
        />
        <ChoiceField
          label={fields.stemStride}
          choices={STRIDES}
          text={choices.stride}
          value={network.stemStride}
          onCommit={(stemStride) => change({ stemStride })}
        />
      </div>
      <CheckField
        label={fields.stemPool}
        value={network.stemPool}
        onCommit={(stemPool) => change({ stemPool })}
      />
      <ChoiceField
        label={fields.head}
        hint={choices.headHint[network.head]}
        choices={CHOICES.head}
        text={(name) => choices.head[name]}
        value={network.head}
        onCommit={(head) => change({ head })}
      />
    </>
  );
}
