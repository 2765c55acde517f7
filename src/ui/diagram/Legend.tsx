/**
 * What the lines and marks of the diagrams mean. Kinds that the network does not have are left out.
 */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { BlockPlan, LayerPlan, NetworkPlan, ShortcutForm } from '../../architecture/plan';
import { useMessages } from '../../i18n/messages';
import { shares } from '../../config/edit/lanes';
import { useEditedLane, useEditedView } from '../page/edited';
import { useExperiment } from '../page/hooks';
import { Bar, Diamond } from './Block';
import { FlowLegend, FlowToggle } from './FlowLegend';
import { markWidth } from './layout';
import { crowdedStore, foldedRuns, foldStore, runsOf, setFolded } from './runs';
import { rem } from '../../charts/core/unit';
import './legend.css';

const FORMS: readonly ShortcutForm[] = ['identity', 'zero-padding', 'projection'];
const ARC = 'M2,17C4,-2 26,-2 28,17';

interface LegendProps {
  readonly plan: NetworkPlan;
  /** Whether its blocks can be selected now. */
  readonly selects: boolean;
}

export function Legend({ plan, selects }: LegendProps) {
  const { settings, ui } = useMessages();
  const { network } = useEditedView();
  const { legend, marks, kinds } = ui.diagram;
  const folds = useStore(foldStore);
  const isCrowded = useIsCrowded();
  if (plan.blocks.length === 0) return null;
  const runs = runsOf(plan.blocks);
  const someFolded = foldedRuns(folds, runs, isCrowded ? Infinity : plan.blocks.length).size > 0;
  const some = (has: (block: BlockPlan) => boolean): boolean => plan.blocks.some(has);
  const someLayer = (has: (layer: LayerPlan) => boolean): boolean => some(({ branch }) => branch.some(has));
  const forms = FORMS.filter((form) => some((block) => block.shortcut === form));
  const both = some(({ kind }) => kind === 'basic') && some(({ kind }) => kind === 'bottleneck');
  const kind = both ? kinds.both : kinds[plan.blocks[0]?.kind ?? network.block];
  return (
    <>
      <div className="legend">
        <ul aria-label={legend.label}>
          <li>{ui.diagram.blocks(kind, settings.order.choices[network.order])}</li>
          {forms.map((form) => (
            <Entry key={form} text={legend[form]}>
              <path className="legend-on" data-form={form} d={ARC} />
              {form === 'projection' && <path className="block-arc-core" d={ARC} />}
              {marks[form] !== '' && <MarkBox text={marks[form]} />}
            </Entry>
          ))}
          {network.gate !== 'none' && (
            <Entry text={legend.gate}>
              <path className="legend-on" d={ARC} />
              <MarkBox text={ui.diagram.gateMark} />
            </Entry>
          )}
          <Entry text={legend.off}>
            <path className="legend-off" d={ARC} />
          </Entry>
          {someLayer(({ kernel }) => kernel === 1) && <BarEntry text={legend.thin} part={{ kernel: 1 }} />}
          {someLayer(({ kernel }) => kernel === 5) && <BarEntry text={legend.wide} part={{ kernel: 5 }} />}
          {someLayer(({ groups }) => groups > 1) && <BarEntry text={legend.grouped} part={{ groups: 2 }} />}
          {someLayer(({ dilation }) => dilation > 1) && (
            <BarEntry text={legend.dilated} part={{ dilation: 2 }} />
          )}
          {some(({ excitation }) => excitation !== null) && (
            <Entry text={legend.excitation} narrow>
              <Diamond x={7} y={9} />
            </Entry>
          )}
          {network.overrides.length > 0 && (
            <Entry text={legend.own} narrow>
              <rect className="block-own" x={0} y={8} width={14} height={3} />
            </Entry>
          )}
        </ul>
        {selects && <p>{ui.diagram.hint}</p>}
        <div className="legend-buttons">
          {runs.length > 0 && (
            <button
              type="button"
              className="button button-small"
              onClick={() => setFolded(runs, !someFolded)}
            >
              {someFolded ? ui.diagram.fold.unfoldAll : ui.diagram.fold.foldAll}
            </button>
          )}
          <FlowToggle />
        </div>
      </div>
      <FlowLegend />
    </>
  );
}

/** Whether the stage folds the network that is edited by itself, since it is wider. */
function useIsCrowded(): boolean {
  const { lanes } = useExperiment();
  const edited = useEditedLane();
  const crowded = useStore(crowdedStore, (state) => state.lanes);
  return (edited === null ? lanes.filter(shares) : [edited]).some(({ id }) => crowded.includes(id));
}

interface EntryProps {
  readonly text: string;
  readonly narrow?: boolean;
  readonly children: ReactNode;
}

function Entry({ text, narrow, children }: EntryProps) {
  const width = narrow === true ? 14 : 30;
  return (
    <li>
      <svg viewBox={`0 0 ${width} 18`} style={{ width: rem(width) }} aria-hidden="true">
        {children}
      </svg>
      {text}
    </li>
  );
}

function BarEntry({ text, part }: { readonly text: string; readonly part: Partial<LayerPlan> }) {
  return (
    <Entry text={text} narrow>
      <Bar layer={{ kernel: 3, dilation: 1, groups: 1, ...part }} x={7} y={9} unit={8} height={16} />
    </Entry>
  );
}

function MarkBox({ text }: { readonly text: string }) {
  const width = markWidth(text);
  return (
    <g className="block-mark">
      <rect x={15 - width / 2} y={0} width={width} height={13} rx={4} />
      <text translate="no" x={15} y={10} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}
