/** Controls of what stands beside the main line and where it comes back: shortcuts, gates, scales, dropout. */
import { branchesBeginAtZero } from '../../architecture/branch-start';
import { CHOICES, LIMITS } from '../../config/limits';
import { useMessages } from '../../i18n/messages';
import { useEditedView } from '../page/edited';
import { CheckField } from '../controls/CheckField';
import { NumberField } from '../controls/NumberField';
import { SelectField } from '../controls/SelectField';
import { useNetworkChange } from './useNetworkChange';

export function SkipSection() {
  const { ui } = useMessages();
  const { network } = useEditedView();
  const { fields, choices } = ui.builder;
  const change = useNetworkChange();
  const oddFixup = network.branchStart === 'fixup' && network.norm !== 'none';
  const isHalf = network.branchStart === 'zero-last' && !branchesBeginAtZero(network);
  const start = isHalf ? fields.zeroLastHalf : choices.branchStartHint[network.branchStart];
  return (
    <>
      <SelectField
        label={fields.shortcut}
        hint={choices.shortcutHint[network.shortcut]}
        choices={CHOICES.shortcut}
        text={(name) => choices.shortcut[name]}
        value={network.shortcut}
        onCommit={(shortcut) => change({ shortcut })}
      />
      <SelectField
        label={fields.gate}
        hint={choices.gateHint[network.gate]}
        choices={CHOICES.gate}
        text={(name) => choices.gate[name]}
        value={network.gate}
        onCommit={(gate) => change({ gate })}
      />
      {network.gate !== 'none' && (
        <NumberField
          label={fields.gateBias}
          hint={fields.gateBiasHint}
          value={network.gateBias}
          bounds={LIMITS.gateBias}
          onCommit={(gateBias) => change({ gateBias })}
        />
      )}
      <SelectField
        label={fields.branchStart}
        hint={oddFixup ? `${start} ${fields.fixupNorm}` : start}
        choices={CHOICES.branchStart}
        text={(name) => choices.branchStart[name]}
        value={network.branchStart}
        onCommit={(branchStart) => change({ branchStart, fixupScalars: branchStart === 'fixup' })}
      />
      {network.branchStart === 'fixup' && network.norm === 'none' && (
        <CheckField
          label={fields.fixupScalars}
          value={network.fixupScalars}
          onCommit={(fixupScalars) => change({ fixupScalars })}
        />
      )}
      <div className="fields-two">
        <NumberField
          label={fields.branchScale}
          hint={fields.branchScaleHint}
          value={network.branchScale}
          bounds={LIMITS.branchScale}
          onCommit={(branchScale) => change({ branchScale })}
        />
        <NumberField
          label={fields.stochasticDepth}
          hint={fields.stochasticDepthHint}
          value={network.stochasticDepth}
          bounds={LIMITS.dropout}
          onCommit={(stochasticDepth) => change({ stochasticDepth })}
        />
        <NumberField
          label={fields.dropout}
          hint={fields.dropoutHint}
          value={network.dropout}
          bounds={LIMITS.dropout}
          onCommit={(dropout) => change({ dropout })}
        />
        <NumberField
          label={fields.shortcutDropout}
          hint={fields.shortcutDropoutHint}
          value={network.shortcutDropout}
          bounds={LIMITS.dropout}
          onCommit={(shortcutDropout) => change({ shortcutDropout })}
        />
      </div>
    </>
  );
}
