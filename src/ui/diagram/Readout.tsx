/** Formula, shapes, parameters and cost of what is pointed at in a diagram, beside it. */
import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { LayerPlan, NetworkPlan } from '../../architecture/plan';
import { rem, unit } from '../../charts/core/unit';
import { useMessages } from '../../i18n/messages';
import { formatCompact, formatCount, formatShape } from '../controls/format';
import { placeCard, type Box } from './card-place';
import { FlowReading } from './FlowLegend';
import { formulaOf } from './formula';
import { blocksOfItem, placeOf, type DiagramLayout, type Item } from './layout';

interface ReadoutProps {
  readonly id: string;
  readonly plan: NetworkPlan;
  readonly item: Item;
  /** Of all blocks. */
  readonly gains: readonly number[];
  readonly pending: boolean;
  readonly layout: DiagramLayout;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly lane: string;
}

const WIDTH = 440;

export function Readout({ id, plan, item, gains, pending, layout, scroller, lane }: ReadoutProps) {
  const { ui } = useMessages();
  const card = useRef<HTMLDivElement>(null);
  // After every rendering: its height follows what it says.
  useLayoutEffect(() => moveCard(card.current, item));
  const indices = blocksOfItem(layout, item);
  // Blocks of a run are equal but for how far they see.
  const block = plan.blocks[indices[0] ?? -1];
  const end = plan.blocks[indices.at(-1) ?? -1];
  const on = indices.filter((index) => (gains[index] ?? 0) > 0).length;
  if (placeOf(layout, item) === undefined) return null;
  const gain = indices.length === 1 ? (gains[indices[0] ?? 0] ?? 0) : on > 0 ? 1 : 0;
  const room = scroller.current === null ? layout.width : scroller.current.clientWidth / unit();
  const width = Math.min(WIDTH, room);
  const layers: readonly LayerPlan[] =
    block === undefined ? [item === 'stem' ? plan.stem : plan.dense] : block.branch;
  const title =
    block !== undefined
      ? indices.length > 1
        ? ui.diagram.fold.readout(block.index, end?.index ?? block.index, block.name, end?.name ?? '')
        : ui.diagram.block(block.index, block.name)
      : item === 'stem'
        ? ui.diagram.stemTitle
        : ui.diagram.headTitle(plan.head);
  const all =
    block === undefined
      ? layers
      : [...layers, ...(block.excitation ?? []), block.projection, block.gate?.layer ?? null].filter(
          (layer) => layer !== null,
        );
  const noise =
    block === undefined ? '' : ui.diagram.dropout(block.dropout, block.shortcutDropout, block.survival);
  const last = end === undefined ? layers.at(-1) : end.branch.at(-1);
  return (
    <div ref={card} id={id} role="tooltip" className="readout" style={{ width: rem(width) }}>
      <p className="readout-title">
        <span>{title}</span>
        {block !== undefined && (
          <span>{` ${ui.diagram.shapes(formatShape(block.input), formatShape(block.output))}`}</span>
        )}
      </p>
      {block !== undefined && (
        <p className="readout-formula">
          {formulaOf(block, plan, gain, ui.diagram.formula).map((line) => (
            <span key={line}>{line}</span>
          ))}
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">{ui.diagram.columns.layer}</th>
            <th scope="col">{ui.diagram.columns.shape}</th>
            <th scope="col">{ui.diagram.columns.parameters}</th>
            <th scope="col">{ui.diagram.columns.multiplyAdds}</th>
          </tr>
        </thead>
        <tbody>
          {all.map((layer) => (
            <tr key={layer.name}>
              <th scope="row">{ui.diagram.layer(layer, lastPart(layer.name))}</th>
              <td>{ui.diagram.shapes(formatShape(layer.input), formatShape(layer.output))}</td>
              <td>{formatCount(layer.parameterCount)}</td>
              <td>{formatCompact(layer.multiplyAdds)}</td>
            </tr>
          ))}
        </tbody>
        {block !== undefined && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {indices.length > 1 ? ui.diagram.fold.each : ui.diagram.total}
              </th>
              <td>{formatCount(block.parameterCount)}</td>
              <td>{formatCompact(block.multiplyAdds)}</td>
            </tr>
            {indices.length > 1 && (
              <tr>
                <th scope="row" colSpan={2}>
                  {ui.diagram.fold.all(indices.length)}
                </th>
                <td>{formatCount(indices.length * block.parameterCount)}</td>
                <td>{formatCompact(indices.length * block.multiplyAdds)}</td>
              </tr>
            )}
          </tfoot>
        )}
      </table>
      {block !== undefined && <FlowReading lane={lane} block={block.name} />}
      <p>
        {[
          block === undefined
            ? ''
            : indices.length > 1
              ? ui.diagram.fold.shortcuts(block.shortcut, on, indices.length)
              : ui.diagram.shortcut(block.shortcut, gain, pending),
          last === undefined ? '' : ui.diagram.receptiveField(last.receptiveField),
          noise === '' ? '' : ` · ${noise}`,
        ].join('')}
      </p>
    </div>
  );
}

/** Puts a card where `placeCard` says, in its diagram. */
function moveCard(card: HTMLElement | null, item: Item): void {
  const diagram = card?.closest<HTMLElement>('.diagram');
  const anchor = diagram?.querySelector(`[data-place="${item}"]`)?.getBoundingClientRect();
  if (!card || !diagram || anchor === undefined) return;
  const own = card.closest('.lane');
  const { left, top } = placeCard({
    width: card.offsetWidth,
    height: card.offsetHeight,
    anchor,
    view: viewOf(document.querySelector('.transport')),
    others: [...document.querySelectorAll('.lane')]
      .filter((lane) => lane !== own)
      .map((lane) => lane.getBoundingClientRect()),
  });
  const origin = diagram.getBoundingClientRect();
  card.style.left = `${left - origin.left}px`;
  card.style.top = `${top - origin.top}px`;
}

/** What of the window is not under the bar, which stays at its top, at its bottom, or nowhere. */
function viewOf(bar: Element | null): Box {
  const { clientWidth: right, clientHeight: bottom } = document.documentElement;
  const position = bar === null ? 'static' : getComputedStyle(bar).position;
  const held = bar === null || position === 'static' ? null : bar.getBoundingClientRect();
  return {
    left: 0,
    right,
    top: held !== null && position === 'sticky' ? Math.max(0, held.bottom) : 0,
    bottom: held !== null && position === 'fixed' ? Math.min(bottom, held.top) : bottom,
  };
}

/** `layer2.0.conv1` → `conv1`, `layer2.0.downsample.0` → `downsample`: the block stands in the title. */
function lastPart(name: string): string {
  return name.split('.').findLast((part) => !/^\d+$/.test(part)) ?? name;
}
