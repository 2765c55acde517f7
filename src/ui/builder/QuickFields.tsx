/** The four choices that make the most of a network: how deep it is, its blocks, their norm and activation. */
import { layersPerBlock, setDepth, stagesInUse } from '../../config/edit/edit';
import { depthOf } from '../../config/schema';
import { SETTINGS } from '../../config/settings';
import { useMessages } from '../../i18n/messages';
import { ChoiceField } from '../controls/ChoiceField';
import { Stepper } from '../controls/Stepper';
import { changeView, useEditedView } from '../page/edited';
import { Setting, SettingPairs } from './Setting';
import './fields.css';

/** Blocks of each stage: with three stages of basic blocks 8, 20, 32, 56 and 110 layers, as in He et al. 2015 (arXiv 1512.03385). */
const USUAL = [1, 3, 5, 9, 18] as const;

export function QuickFields() {
  return (
    <>
      <DepthField />
      <Setting of="norm" />
      <SettingPairs of={['act', 'block']} />
    </>
  );
}

/** The number of weight layers, by hand or as the papers have it. */
function DepthField() {
  const { ui } = useMessages();
  const config = useEditedView();
  const { fields } = ui.builder;
  const depth = depthOf(config.network);
  const layers = layersPerBlock(config.network) * stagesInUse(config.network).length;
  const depthWith = (blocks: number): number => depthOf(setDepth(config, 2 + layers * blocks).network);
  const commit = (wished: number) => changeView(setDepth(config, wished));
  return (
    <div className="depth-field">
      <span className="field-word" aria-hidden="true">
        {fields.depth}
      </span>
      <Stepper
        label={fields.depth}
        fewer={fields.shallower(layers)}
        more={fields.deeper(layers)}
        value={depth}
        bounds={{ min: 2, max: Math.max(depth, 2 + layers * SETTINGS.blocks.max) }}
        by={layers}
        onCommit={commit}
      />
      <ChoiceField
        label={fields.usualDepths}
        hideLabel
        choices={[...new Set(USUAL.map(depthWith))]}
        text={String}
        value={depth}
        onCommit={commit}
      />
    </div>
  );
}
