/** The settings of a lane's classic network: those that its kind has. */
import { CLASSIC_DEPTHS, CLASSIC_SETTINGS, type ClassicConfig, type ClassicKey } from '../../config/classic';
import { setClassic } from '../../config/edit/lanes';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { ChoiceField } from '../controls/ChoiceField';
import { SettingField, type SettingWords } from '../controls/SettingField';
import { useExperiment } from '../page/hooks';

/** All that there are but the depth, of which each kind has its own. */
const ORDER = ['width', 'bottleneck', 'pool', 'hidden', 'dropout', 'norm', 'act', 'init'] as const;

export function ClassicSection({ id, classic }: { readonly id: string; readonly classic: ClassicConfig }) {
  const config = useExperiment();
  const { lanes, settings } = useMessages();
  const text = lanes.classicFields;
  const { kind } = classic;
  const isDense = kind === 'densenet';
  const words: Readonly<Record<(typeof ORDER)[number], SettingWords>> = {
    width: isDense
      ? { label: text.growth, hint: text.growthHint }
      : { label: text.width, hint: text.widthHint },
    bottleneck: { label: text.bottleneck },
    pool: { label: text.pool, choices: text.pools },
    hidden: { label: text.hidden, hint: text.hiddenHint },
    dropout: { label: text.dropout, hint: isDense ? text.dropoutUnits : text.dropoutHidden },
    norm: settings.norm,
    act: settings.act,
    init: settings.init,
  };
  const has = (key: ClassicKey): boolean => CLASSIC_SETTINGS[key].when?.(kind) !== false;
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
      {ORDER.filter(has).map((key) => (
        <SettingField
          key={key}
          setting={CLASSIC_SETTINGS[key]}
          words={words[key]}
          value={classic[CLASSIC_SETTINGS[key].path]}
          menu={key === 'act' || key === 'init'}
          onCommit={(value) => change({ [CLASSIC_SETTINGS[key].path]: value })}
        />
      ))}
    </div>
  );
}
