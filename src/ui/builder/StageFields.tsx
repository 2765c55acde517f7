/** Controls of one stage: its blocks, width and stride, and folded away what all of its blocks have besides. */
import type { NetworkPlan } from '../../architecture/plan';
import { setBlocks } from '../../config/edit/edit';
import { CHOICES, LIMITS } from '../../config/limits';
import { STAGE_DEFAULTS, type StageConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { changeView, useEditedView } from '../page/edited';
import { ChoiceField } from '../controls/ChoiceField';
import { effectiveGroups, STRIDES } from './facts';
import { NumberField } from '../controls/NumberField';

interface StageFieldsProps {
  readonly plan: NetworkPlan;
  readonly index: number;
  readonly stage: StageConfig;
}

export function StageFields({ plan, index, stage }: StageFieldsProps) {
  const { ui } = useMessages();
  const config = useEditedView();
  const { fields, choices } = ui.builder;
  const setCount = (blocks: number) => changeView(setBlocks(config, index, blocks));
  const change = (part: Partial<StageConfig>) => {
    const stages = config.network.stages.map((one, at) => (at === index ? { ...one, ...part } : one));
    changeView({ ...config, network: { ...config.network, stages } });
  };
  const all = { ...STAGE_DEFAULTS, ...stage };
  const used = effectiveGroups(
    plan.blocks.filter((block) => block.stage === index),
    all.groups,
  );
  return (
    <fieldset className="stage">
      <legend>{fields.stage(index)}</legend>
      <div className="stage-row">
        <span className="stage-word" aria-hidden="true">
          {fields.blocks}
        </span>
        <div className="stepper">
          <button
            type="button"
            className="button"
            aria-label={fields.fewer(index)}
            disabled={stage.blocks <= LIMITS.blocks.min}
            onClick={() => setCount(stage.blocks - 1)}
          >
            −
          </button>
          <NumberField
            label={fields.blocksLabel(index)}
            hideLabel
            value={stage.blocks}
            bounds={LIMITS.blocks}
            integer
            onCommit={setCount}
          />
          <button
            type="button"
            className="button"
            aria-label={fields.more(index)}
            disabled={stage.blocks >= LIMITS.blocks.max}
            onClick={() => setCount(stage.blocks + 1)}
          >
            +
          </button>
        </div>
      </div>
      <div className="stage-row">
        <span className="stage-word" aria-hidden="true">
          {fields.width}
        </span>
        <NumberField
          label={fields.stageWidthLabel(index)}
          hideLabel
          value={stage.width}
          bounds={LIMITS.stageWidth}
          integer
          onCommit={(width) => change({ width })}
        />
      </div>
      <div className="stage-row">
        <span className="stage-word" aria-hidden="true">
          {fields.stride}
        </span>
        <ChoiceField
          label={fields.strideLabel(index)}
          hideLabel
          choices={STRIDES}
          text={choices.stride}
          value={stage.stride}
          onCommit={(stride) => change({ stride })}
        />
      </div>
      <details className="stage-more">
        <summary aria-label={fields.stageMoreLabel(index)}>{fields.stageMore}</summary>
        <div className="fields-two">
          <NumberField
            label={fields.dilation}
            value={all.dilation}
            bounds={LIMITS.dilation}
            integer
            onCommit={(dilation) => change({ dilation })}
          />
          <ChoiceField
            label={fields.kernel}
            choices={CHOICES.kernel}
            text={choices.kernel}
            value={all.kernel}
            onCommit={(kernel) => change({ kernel })}
          />
          <NumberField
            label={fields.groups}
            hint={used === null ? fields.groupsHint : fields.groupsCount(used)}
            value={all.groups}
            bounds={LIMITS.groups}
            integer
            onCommit={(groups) => change({ groups })}
          />
          <NumberField
            label={fields.reduction}
            hint={fields.reductionHint}
            value={all.reduction}
            bounds={LIMITS.reduction}
            integer
            onCommit={(reduction) => change({ reduction })}
          />
        </div>
      </details>
    </fieldset>
  );
}
