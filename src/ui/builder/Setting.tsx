/** Controls of settings of the experiment, or of the network that the builder edits, by their keys in links. */
import { withValue } from '../../config/edit/edit';
import type { ExperimentConfig } from '../../config/schema';
import type { ValueOf } from '../../config/setting-kinds';
import { valueAt } from '../../config/parts';
import { SETTINGS, type ScalarKey } from '../../config/settings';
import { Term } from '../../glossary/Term';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { SettingField } from '../controls/SettingField';
import { changeView, useEditedView } from '../page/edited';
import { useExperiment } from '../page/hooks';
import { termOf } from './terms';

/** Whose names are longer, or more, than fit a row of buttons. */
const MENUS: ReadonlySet<ScalarKey> = new Set([
  'order',
  'act',
  'init',
  'shortcut',
  'gate',
  'start',
  'opt',
  'schedule',
  'loss',
]);

interface SettingProps<Key extends ScalarKey> {
  readonly of: Key;
  /** In place of what is usually said. */
  readonly hint?: string;
  /** In place of all choices. */
  readonly choices?: readonly (string | number)[];
  /** What a value changes, where that is not the setting alone. */
  readonly change?: (config: ExperimentConfig, value: ValueOf<(typeof SETTINGS)[Key]>) => ExperimentConfig;
}

/** The control of a setting; nothing where it means nothing beside the others. */
export function Setting<Key extends ScalarKey>({ of, hint, choices, change }: SettingProps<Key>) {
  const { settings } = useMessages();
  const experiment = useExperiment();
  const view = useEditedView();
  const setting: (typeof SETTINGS)[ScalarKey] = SETTINGS[of];
  const isOfNetwork = setting.path.startsWith('network.');
  const config = isOfNetwork ? view : experiment;
  if (setting.when?.(config) === false) return null;
  const value = valueAt(config, setting);
  const words = settings[of as ScalarKey];
  const { label } = words;
  const name = typeof label === 'string' ? label : label(config);
  const term = termOf(of, value);
  const hints: Readonly<Record<string, string | undefined>> = 'hints' in words ? words.hints : {};
  const said = hint ?? hints[String(value)] ?? ('hint' in words ? words.hint : undefined);
  return (
    <SettingField
      setting={setting.kind === 'choice' && choices !== undefined ? { ...setting, choices } : setting}
      words={{ ...words, label: term === null ? name : <Term id={term}>{name}</Term>, hint: said }}
      value={value}
      menu={MENUS.has(of)}
      onCommit={(chosen) => {
        const changed =
          change?.(config, chosen as ValueOf<(typeof SETTINGS)[Key]>) ?? withValue(config, setting, chosen);
        (isOfNetwork ? changeView : changeExperiment)(changed);
      }}
    />
  );
}

/** Several, one below the other. */
export function Settings({ of }: { readonly of: readonly ScalarKey[] }) {
  return of.map((key) => <Setting key={key} of={key} />);
}

/** Several, two beside each other. */
export function SettingPairs({ of }: { readonly of: readonly ScalarKey[] }) {
  return (
    <div className="fields-two">
      <Settings of={of} />
    </div>
  );
}
