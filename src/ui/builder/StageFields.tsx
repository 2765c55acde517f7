/** Controls of the stages: one row for all where they are alike, else a row for each; what else they have, folded away. */
import { useState } from 'react';
import type { BlockPlan, NetworkPlan } from '../../architecture/plan';
import { addStage, removeStage, setBlocks, setWidth } from '../../config/edit/edit';
import {
  commonChoices,
  equaliseStages,
  setStages,
  stageChoices,
  type StageChoices,
} from '../../config/edit/stages';
import { LIMITS } from '../../config/limits';
import type { ExperimentConfig, StageConfig } from '../../config/schema';
import { SETTINGS } from '../../config/settings';
import { useMessages } from '../../i18n/messages';
import { changeView, useEditedView } from '../page/edited';
import { CheckField } from '../controls/CheckField';
import { ChoiceField } from '../controls/ChoiceField';
import { NumberField } from '../controls/NumberField';
import { numbersOf } from '../controls/SettingField';
import { Stepper } from '../controls/Stepper';
import { Setting } from './Setting';
import './stages.css';

export function Stages({ plan }: { readonly plan: NetworkPlan }) {
  const { ui } = useMessages();
  const config = useEditedView();
  const { stages } = config.network;
  const { fields } = ui.builder;
  const [apart, setApart] = useState(false);
  const common = commonChoices(stages);
  const shown = apart ? null : common;
  return (
    <div className="stages">
      <CheckField
        label={fields.allStages}
        value={shown !== null}
        onCommit={(alike) => {
          setApart(!alike);
          if (alike && common === null) changeView(equaliseStages(config));
        }}
      />
      <div className="stages-count">
        <span className="field-word" aria-hidden="true">
          {fields.stages}
        </span>
        <Stepper
          label={fields.stages}
          fewer={fields.removeStage}
          more={fields.addStage}
          value={stages.length}
          bounds={LIMITS.stages}
          onCommit={(count) => changeView(withStages(config, count))}
        />
      </div>
      {shown !== null ? (
        <AllStages plan={plan} choices={shown} />
      ) : (
        <div className="stage-table">
          <div className="stage-head" aria-hidden="true">
            <span />
            <span>{fields.blocks}</span>
            <span>{fields.width}</span>
            <span>{fields.stride}</span>
          </div>
          {stages.map((stage, index) => (
            <StageFields key={index} plan={plan} index={index} stage={stage} />
          ))}
          <Setting of="width" change={setWidth} />
        </div>
      )}
    </div>
  );
}

/** With so many stages: whole ones come and go at the end. */
function withStages(config: ExperimentConfig, count: number): ExperimentConfig {
  const { length } = config.network.stages;
  if (count === length) return config;
  return withStages(count > length ? addStage(config) : removeStage(config), count);
}

interface AllStagesProps {
  readonly plan: NetworkPlan;
  readonly choices: StageChoices;
}

function AllStages({ plan, choices }: AllStagesProps) {
  const { ui, settings } = useMessages();
  const config = useEditedView();
  const { fields } = ui.builder;
  const set = (part: Partial<StageChoices>) => changeView(setStages(config, part));
  return (
    <div className="stage-fields stage-all" role="group" aria-label={fields.allStages}>
      <div className="stages-blocks">
        <span className="field-word" aria-hidden="true">
          {fields.blocks}
        </span>
        <Stepper
          label={fields.blocksEach}
          fewer={fields.fewerEach}
          more={fields.moreEach}
          value={choices.blocks}
          bounds={SETTINGS.blocks}
          onCommit={(blocks) => set({ blocks })}
        />
      </div>
      <Setting of="width" change={setWidth} />
      <ChoiceField
        label={settings.kernels.label}
        choices={SETTINGS.kernels.among}
        text={settings.kernels.choice}
        value={choices.kernel}
        onCommit={(kernel) => set({ kernel })}
      />
      <details className="stage-more">
        <summary>{fields.allMore}</summary>
        <MoreFields blocks={plan.blocks} choices={choices} set={set} />
      </details>
    </div>
  );
}

interface StageFieldsProps {
  readonly plan: NetworkPlan;
  readonly index: number;
  readonly stage: StageConfig;
}

function StageFields({ plan, index, stage }: StageFieldsProps) {
  const { ui, settings } = useMessages();
  const config = useEditedView();
  const { fields } = ui.builder;
  const setCount = (blocks: number) => changeView(setBlocks(config, index, blocks));
  const change = (part: Partial<StageConfig>) => {
    const stages = config.network.stages.map((one, at) => (at === index ? { ...one, ...part } : one));
    changeView({ ...config, network: { ...config.network, stages } });
  };
  const choices = stageChoices(stage);
  return (
    <div className="stage-fields" role="group" aria-label={fields.stage(index)}>
      <span className="stage-number" aria-hidden="true" translate="no">
        {index + 1}
      </span>
      <Stepper
        label={fields.blocksLabel(index)}
        fewer={fields.fewer(index)}
        more={fields.more(index)}
        value={stage.blocks}
        bounds={SETTINGS.blocks}
        onCommit={setCount}
      />
      <NumberField
        label={fields.stageWidthLabel(index)}
        hideLabel
        value={stage.width}
        bounds={SETTINGS.widths}
        integer
        onCommit={(width) => change({ width })}
      />
      <ChoiceField
        label={fields.strideLabel(index)}
        hideLabel
        choices={numbersOf(SETTINGS.strides)}
        text={settings.strides.choice}
        value={stage.stride}
        onCommit={(stride) => change({ stride })}
      />
      <details className="stage-more">
        <summary aria-label={fields.stageMoreLabel(index)}>{fields.stageMore}</summary>
        <ChoiceField
          label={settings.kernels.label}
          choices={SETTINGS.kernels.among}
          text={settings.kernels.choice}
          value={choices.kernel}
          onCommit={(kernel) => change({ kernel })}
        />
        <MoreFields
          blocks={plan.blocks.filter((block) => block.stage === index)}
          choices={choices}
          set={change}
        />
      </details>
    </div>
  );
}

interface MoreFieldsProps {
  /** Of the stages that the fields are about. */
  readonly blocks: readonly BlockPlan[];
  readonly choices: StageChoices;
  readonly set: (part: Partial<StageChoices>) => void;
}

function MoreFields({ blocks, choices, set }: MoreFieldsProps) {
  const { ui, settings } = useMessages();
  const used = effectiveGroups(blocks, choices.groups);
  return (
    <div className="fields-three">
      <NumberField
        label={settings.dilations.label}
        value={choices.dilation}
        bounds={SETTINGS.dilations}
        integer
        onCommit={(dilation) => set({ dilation })}
      />
      <NumberField
        label={settings.groups.label}
        hint={used === null ? settings.groups.hint : ui.builder.fields.groupsCount(used)}
        value={choices.groups}
        bounds={SETTINGS.groups}
        integer
        onCommit={(groups) => set({ groups })}
      />
      <NumberField
        label={settings.se.label}
        hint={settings.se.hint}
        value={choices.reduction}
        bounds={SETTINGS.se}
        integer
        onCommit={(reduction) => set({ reduction })}
      />
    </div>
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
