/** Controls of the architecture: stages, width, norm, activation, initialisation, shortcut. */
import { setBlocks, setWidth } from '../../config/edit';
import { CHOICES, LIMITS, type NetworkConfig, type StageConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { useExperiment } from '../hooks';
import { ChoiceField } from './ChoiceField';
import { NumberField } from './NumberField';

const STRIDES = range(LIMITS.stride.min, LIMITS.stride.max);

export function NetworkSection() {
  const { ui } = useMessages();
  const config = useExperiment();
  const { network } = config;
  const { fields, choices } = ui.builder;
  const change = (part: Partial<NetworkConfig>) =>
    changeExperiment({ ...config, network: { ...network, ...part } });
  return (
    <>
      <div className="stages">
        {network.stages.map((stage, index) => (
          <StageFields key={index} index={index} stage={stage} />
        ))}
      </div>
      <NumberField
        label={fields.stemWidth}
        hint={fields.stemWidthHint}
        value={network.stemWidth}
        bounds={LIMITS.stemWidth}
        integer
        onCommit={(width) => changeExperiment(setWidth(config, width))}
      />
      <ChoiceField
        label={fields.norm}
        choices={CHOICES.norm}
        text={(name) => choices.norm[name]}
        value={network.norm}
        onCommit={(norm) => change({ norm })}
      />
      <ChoiceField
        label={fields.activation}
        choices={CHOICES.activation}
        text={(name) => choices.activation[name]}
        value={network.activation}
        onCommit={(activation) => change({ activation })}
      />
      <ChoiceField
        label={fields.initialisation}
        choices={CHOICES.initialisation}
        text={(name) => choices.initialisation[name]}
        value={network.initialisation}
        onCommit={(initialisation) => change({ initialisation })}
      />
      <ChoiceField
        label={fields.shortcut}
        choices={CHOICES.shortcut}
        text={(name) => choices.shortcut[name]}
        value={network.shortcut}
        onCommit={(shortcut) => change({ shortcut })}
      />
    </>
  );
}

function StageFields({ index, stage }: { readonly index: number; readonly stage: StageConfig }) {
  const { ui } = useMessages();
  const config = useExperiment();
  const { fields, choices } = ui.builder;
  const setCount = (blocks: number) => changeExperiment(setBlocks(config, index, blocks));
  const change = (part: Partial<StageConfig>) => {
    const stages = config.network.stages.map((one, at) => (at === index ? { ...one, ...part } : one));
    changeExperiment({ ...config, network: { ...config.network, stages } });
  };
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
    </fieldset>
  );
}

function range(min: number, max: number): number[] {
  return Array.from({ length: max - min + 1 }, (_, index) => min + index);
}
