/** Controls of the network: its main line, what stands beside that, its ends, and its initial weights. */
import { branchesBeginAtZero } from '../../architecture/block';
import type { NetworkPlan } from '../../architecture/plan';
import { withValue } from '../../config/edit/edit';
import { SETTINGS } from '../../config/settings';
import { useMessages } from '../../i18n/messages';
import { useEditedView } from '../page/edited';
import { QuickFields } from './QuickFields';
import { effectiveNormGroups, Stages } from './StageFields';
import { Setting, SettingPairs, Settings } from './Setting';

/** What makes the most of the network first, then its stages, and what blocks are made of. */
export function NetworkSection({ plan }: { readonly plan: NetworkPlan }) {
  const { ui } = useMessages();
  const { network } = useEditedView();
  const { fields } = ui.builder;
  const normGroups = effectiveNormGroups(plan, network.normGroups);
  return (
    <>
      <QuickFields />
      <Setting of="norm.groups" {...(normGroups !== null && { hint: fields.groupsCount(normGroups) })} />
      <Stages plan={plan} />
      <SettingPairs of={['expansion', 'inner']} />
      <Setting of="order" />
    </>
  );
}

/** Shortcuts, gates, scales, dropout: what stands beside the main line, and where it comes back. */
export function SkipSection() {
  const { joins, ui, settings } = useMessages();
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
        hint={oddFixup ? joins.sentences([start, fields.fixupNorm]) : start}
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
  const { joins, ui, settings } = useMessages();
  const { network } = useEditedView();
  return (
    <>
      <Setting
        of="init"
        hint={joins.sentences([settings.init.hints[network.initialisation], ui.builder.fields.initDense])}
      />
      <SettingPairs of={['init.form', 'init.fan', 'init.std']} />
    </>
  );
}
