/** Controls of one stage: its blocks, width and stride, and folded away what all of its blocks have besides. */
import type { BlockPlan, NetworkPlan } from '../../architecture/plan';
import { setBlocks } from '../../config/edit/edit';
import { STAGE_DEFAULTS, type StageConfig } from '../../config/schema';
import { SETTINGS } from '../../config/settings';
import { useMessages } from '../../i18n/messages';
import { changeView, useEditedView } from '../page/edited';
import { ChoiceField } from '../controls/ChoiceField';
import { NumberField } from '../controls/NumberField';
import { numbersOf } from '../controls/SettingField';

interface StageFieldsProps {
  readonly plan: NetworkPlan;
  readonly index: number;
  readonly stage: StageConfig;
}

export function StageFields({ plan, index, stage }: StageFieldsProps) {
  const { ui, settings } = useMessages();
  const config = useEditedView();
  const { fields } = ui.builder;
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
    <fieldset className="stage-fields">
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
            disabled={stage.blocks <= SETTINGS.blocks.min}
            onClick={() => setCount(stage.blocks - 1)}
          >
            −
          </button>
          <NumberField
            label={fields.blocksLabel(index)}
            hideLabel
            value={stage.blocks}
            bounds={SETTINGS.blocks}
            integer
            onCommit={setCount}
          />
          <button
            type="button"
            className="button"
            aria-label={fields.more(index)}
            disabled={stage.blocks >= SETTINGS.blocks.max}
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
          bounds={SETTINGS.widths}
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
          choices={numbersOf(SETTINGS.strides)}
          text={settings.strides.choice}
          value={stage.stride}
          onCommit={(stride) => change({ stride })}
        />
      </div>
      <details className="stage-more">
        <summary aria-label={fields.stageMoreLabel(index)}>{fields.stageMore}</summary>
        <div className="fields-two">
          <NumberField
            label={settings.dilations.label}
            value={all.dilation}
            bounds={SETTINGS.dilations}
            integer
            onCommit={(dilation) => change({ dilation })}
          />
          <ChoiceField
            label={settings.kernels.label}
            choices={SETTINGS.kernels.among}
            text={settings.kernels.choice}
            value={all.kernel}
            onCommit={(kernel) => change({ kernel })}
          />
          <NumberField
            label={settings.groups.label}
            hint={used === null ? settings.groups.hint : fields.groupsCount(used)}
            value={all.groups}
            bounds={SETTINGS.groups}
            integer
            onCommit={(groups) => change({ groups })}
          />
          <NumberField
            label={settings.se.label}
            hint={settings.se.hint}
            value={all.reduction}
            bounds={SETTINGS.se}
            integer
            onCommit={(reduction) => change({ reduction })}
          />
        </div>
      </details>
    </fieldset>
  );
}

/** The convolution of a block that its groups are about. */
function groupedLayer({ kind, branch }: BlockPlan) {
  return branch[kind === 'basic' ? 0 : 1];
}

function others(used: readonly number[], given: number): readonly number[] | null {
  const distinct = [...new Set(used)].toSorted((a, b) => a - b);
  return distinct.every((count) => count === given) ? null : distinct;
}

/** The groups that blocks have where some have not as many as given, which must divide their channels; else null. */
export function effectiveGroups(blocks: readonly BlockPlan[], given: number): readonly number[] | null {
  return others(
    blocks.map((block) => groupedLayer(block)?.groups ?? given),
    given,
  );
}

/** The groups that norms have where some have not as many as given, which must divide their channels; else null. */
export function effectiveNormGroups({ norms }: NetworkPlan, given: number): readonly number[] | null {
  return others(
    norms.map(({ groups }) => groups ?? given),
    given,
  );
}
