/** Controls of the network: its main line, what stands beside that, its ends, and its initial weights. */
import { branchesBeginAtZero } from '../../architecture/block';
import type { NetworkPlan } from '../../architecture/plan';
import { addStage, removeStage, setWidth, withValue } from '../../config/edit/edit';
import { LIMITS } from '../../config/limits';
import { SETTINGS } from '../../config/settings';
import { useMessages } from '../../i18n/messages';
import { changeView, useEditedView } from '../page/edited';
import { effectiveNormGroups, StageFields } from './StageFields';
import { Setting, SettingPairs, Settings } from './Setting';

/** Stages, width, blocks, the order of their layers, norm, activation. */
export function NetworkSection({ plan }: { readonly plan: NetworkPlan }) {
  const { ui } = useMessages();
  const config = useEditedView();
  const { network } = config;
  const { fields } = ui.builder;
  const normGroups = effectiveNormGroups(plan, network.normGroups);
  return (
    <>
      <div className="stages">
        {network.stages.map((stage, index) => (
          <StageFields key={index} plan={plan} index={index} stage={stage} />
        ))}
        <div className="buttons">
          <button
            type="button"
            className="button button-small"
            disabled={network.stages.length >= LIMITS.stages.max}
            onClick={() => changeView(addStage(config))}
          >
            {fields.addStage}
          </button>
          <button
            type="button"
            className="button button-small"
            disabled={network.stages.length <= LIMITS.stages.min}
            onClick={() => changeView(removeStage(config))}
          >
            {fields.removeStage}
          </button>
        </div>
      </div>
      <Setting of="width" change={setWidth} />
      <Settings of={['block', 'expansion', 'inner', 'order', 'norm']} />
      <Setting of="norm.groups" {...(normGroups !== null && { hint: fields.groupsCount(normGroups) })} />
      <Setting of="act" />
    </>
  );
}

/** Shortcuts, gates, scales, dropout: what stands beside the main line, and where it comes back. */
export function SkipSection() {
  const { ui, settings } = useMessages();
  const { network } = useEditedView();
  const { fields } = ui.builder;
  const oddFixup = network.branchStart === 'fixup' && network.norm !== 'none';
  const isHalf = network.branchStart === 'zero-last' && !branchesBeginAtZero(network);
  const start = isHalf ? fields.zeroLastHalf : settings.start.hints[network.branchStart];
  return (
    <>
      <Settings of={['shortcut', 'gate', 'gate.bias']} />
      <Setting
        of="start"
        hint={oddFixup ? `${start} ${fields.fixupNorm}` : start}
        change={(config, value) =>
          withValue(withValue(config, SETTINGS.start, value), SETTINGS['start.scalars'], value === 'fixup')
        }
      />
      <Setting of="start.scalars" />
      <SettingPairs of={['scale', 'depth.dropout', 'dropout', 'shortcut.dropout']} />
    </>
  );
}

/** What stands before the first block and behind the last. */
export function EndsSection() {
  return (
    <>
      <SettingPairs of={['stem.kernel', 'stem.stride']} />
      <Settings of={['stem.pool', 'head']} />
    </>
  );
}

export function InitialisationSection() {
  const { ui } = useMessages();
  return (
    <>
      <Settings of={['init', 'init.form', 'init.fan', 'init.std']} />
      <p className="field-hint">{ui.builder.fields.initDense}</p>
    </>
  );
}
