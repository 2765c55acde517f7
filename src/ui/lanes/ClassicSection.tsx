/** The settings of a lane's classic network: those that its kind has. */
import { CLASSIC_DEPTHS, CLASSIC_SETTINGS, type ClassicConfig } from '../../config/classic';
import { setClassic } from '../../config/edit/lanes';
import { CHOICES, LIMITS } from '../../config/limits';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { CheckField } from '../controls/CheckField';
import { ChoiceField } from '../controls/ChoiceField';
import { NumberField } from '../controls/NumberField';
import { SelectField } from '../controls/SelectField';
import { useExperiment } from '../page/hooks';

export function ClassicSection({ id, classic }: { readonly id: string; readonly classic: ClassicConfig }) {
  const config = useExperiment();
  const { lanes, ui } = useMessages();
  const text = lanes.classicFields;
  const { fields, choices } = ui.builder;
  const { kind } = classic;
  const has = (setting: keyof ClassicConfig): boolean => CLASSIC_SETTINGS[kind].includes(setting);
  const change = (part: Partial<ClassicConfig>) => changeExperiment(setClassic(config, id, part));
  return (
    // Drafts belong to the network they were typed for.
    <div className="classic-fields" key={id}>
      <p className="field-hint">{lanes.classic.papers[kind]}</p>
      {has('depth') && (
        <ChoiceField
          label={text.depth}
          hint={text.depthHint}
          choices={CLASSIC_DEPTHS[kind]}
          text={String}
          value={classic.depth}
          onCommit={(depth) => change({ depth })}
        />
      )}
      <NumberField
        label={kind === 'densenet' ? text.growth : text.width}
        hint={kind === 'densenet' ? text.growthHint : text.widthHint}
        value={classic.width}
        bounds={LIMITS.stemWidth}
        integer
        onCommit={(width) => change({ width })}
      />
      {has('bottleneck') && (
        <CheckField
          label={text.bottleneck}
          value={classic.bottleneck}
          onCommit={(bottleneck) => change({ bottleneck })}
        />
      )}
      {has('pool') && (
        <ChoiceField
          label={text.pool}
          choices={CHOICES.pool}
          text={(pool) => text.pools[pool]}
          value={classic.pool}
          onCommit={(pool) => change({ pool })}
        />
      )}
      {has('hidden') && (
        <NumberField
          label={text.hidden}
          hint={text.hiddenHint}
          value={classic.hidden}
          bounds={LIMITS.hidden}
          integer
          onCommit={(hidden) => change({ hidden })}
        />
      )}
      {has('dropout') && (
        <NumberField
          label={text.dropout}
          hint={kind === 'densenet' ? text.dropoutUnits : text.dropoutHidden}
          value={classic.dropout}
          bounds={LIMITS.dropout}
          onCommit={(dropout) => change({ dropout })}
        />
      )}
      <ChoiceField
        label={fields.norm}
        choices={CHOICES.norm}
        text={(norm) => choices.norm[norm]}
        value={classic.norm}
        onCommit={(norm) => change({ norm })}
      />
      <SelectField
        label={fields.activation}
        choices={CHOICES.activation}
        text={(activation) => choices.activation[activation].name}
        value={classic.activation}
        onCommit={(activation) => change({ activation })}
      />
      <SelectField
        label={fields.initialisation}
        choices={CHOICES.initialisation}
        text={(initialisation) => choices.initialisation[initialisation]}
        value={classic.initialisation}
        onCommit={(initialisation) => change({ initialisation })}
      />
    </div>
  );
}
