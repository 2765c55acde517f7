/** Controls of the main line: stages, width, blocks, the order of their layers, norm, activation. */
import type { NetworkPlan } from '../../architecture/plan';
import { setWidth, addStage, removeStage } from '../../config/edit/edit';
import { CHOICES, LIMITS } from '../../config/limits';
import { useMessages } from '../../i18n/messages';
import { changeView, useEditedView } from '../page/edited';
import { ChoiceField } from '../controls/ChoiceField';
import { effectiveNormGroups } from './facts';
import { NumberField } from '../controls/NumberField';
import { SelectField } from '../controls/SelectField';
import { StageFields } from './StageFields';
import { useNetworkChange } from './useNetworkChange';

export function NetworkSection({ plan }: { readonly plan: NetworkPlan }) {
  const { ui } = useMessages();
  const config = useEditedView();
  const { network } = config;
  const { fields, choices } = ui.builder;
  const change = useNetworkChange();
  const bottlenecks = plan.blocks.some(({ kind }) => kind === 'bottleneck') || network.block === 'bottleneck';
  const normGroups = effectiveNormGroups(plan, network.normGroups);
  const { definition } = choices.activation[network.activation];
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
      <NumberField
        label={fields.stemWidth}
        hint={fields.stemWidthHint}
        value={network.stemWidth}
        bounds={LIMITS.stemWidth}
        integer
        onCommit={(width) => changeView(setWidth(config, width))}
      />
      <ChoiceField
        label={fields.block}
        hint={choices.blockHint[network.block]}
        choices={CHOICES.block}
        text={(name) => choices.block[name]}
        value={network.block}
        onCommit={(block) => change({ block })}
      />
      {bottlenecks && (
        <NumberField
          label={fields.expansion}
          hint={fields.expansionHint}
          value={network.expansion}
          bounds={LIMITS.expansion}
          integer
          onCommit={(expansion) => change({ expansion })}
        />
      )}
      {bottlenecks && (
        <NumberField
          label={fields.inner}
          hint={fields.innerHint}
          value={network.innerWidth}
          bounds={LIMITS.innerWidth}
          onCommit={(innerWidth) => change({ innerWidth })}
        />
      )}
      <SelectField
        label={fields.order}
        hint={choices.orderHint[network.order]}
        choices={CHOICES.order}
        text={(name) => choices.order[name]}
        value={network.order}
        onCommit={(order) => change({ order })}
      />
      <ChoiceField
        label={fields.norm}
        choices={CHOICES.norm}
        text={(name) => choices.norm[name]}
        value={network.norm}
        onCommit={(norm) => change({ norm })}
      />
      {network.norm === 'group' && (
        <NumberField
          label={fields.normGroups}
          hint={normGroups === null ? fields.normGroupsHint : fields.groupsCount(normGroups)}
          value={network.normGroups}
          bounds={LIMITS.normGroups}
          integer
          onCommit={(groups) => change({ normGroups: groups })}
        />
      )}
      <ChoiceField
        label={fields.activation}
        {...(definition !== undefined && { hint: definition })}
        choices={CHOICES.activation}
        text={(name) => choices.activation[name].name}
        value={network.activation}
        onCommit={(activation) => change({ activation })}
      />
    </>
  );
}
