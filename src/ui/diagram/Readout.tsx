/** The card of what is pointed at in a diagram: formula, shapes, parameters and cost, and where it stands. */
import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { LayerPlan, NetworkPlan } from '../../architecture/plan';
import { rem, unit } from '../../charts/core/unit';
import { useMessages } from '../../i18n/messages';
import { formatCompact, formatCount, formatShape } from '../controls/format';
import { FlowReading } from './Flow';
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
    view: viewOf(),
    others: [...document.querySelectorAll('.lane')]
      .filter((lane) => lane !== own)
      .map((lane) => lane.getBoundingClientRect()),
  });
  const origin = diagram.getBoundingClientRect();
  card.style.left = `${left - origin.left}px`;
  card.style.top = `${top - origin.top}px`;
}

/** What of the window is neither under the head, where that stays at its top, nor under the bar, where that stays at its foot. */
function viewOf(): Box {
  const { clientWidth: right, clientHeight: bottom } = document.documentElement;
  const held = (selector: string, by: 'sticky' | 'fixed'): DOMRect | null => {
    const part = document.querySelector(selector);
    return part !== null && getComputedStyle(part).position === by ? part.getBoundingClientRect() : null;
  };
  return {
    left: 0,
    right,
    top: Math.max(0, held('.page-head', 'sticky')?.bottom ?? 0),
    bottom: Math.min(bottom, held('.transport', 'fixed')?.top ?? bottom),
  };
}

/** `layer2.0.conv1` → `conv1`, `layer2.0.downsample.0` → `downsample`: the block stands in the title. */
function lastPart(name: string): string {
  return name.split('.').findLast((part) => !/^\d+$/.test(part)) ?? name;
}

/** In CSS pixels of the window. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface CardScene {
  readonly width: number;
  readonly height: number;
  /** What is pointed at. */
  readonly anchor: Box;
  /** The part of the window that nothing else covers. */
  readonly view: Box;
  /** The diagrams of the other networks. */
  readonly others: readonly Box[];
}

/** Between the card and what it keeps off. */
const GAP = 8;

/** What a pixel of the card costs where it is out of sight, on what is pointed at, or on another network. */
const COSTS = { unseen: 100, anchor: 10, other: 4 } as const;

/** Left and top of the card: below what is pointed at where that costs nothing, else above it, else beside it, else where it hides least. */
export function placeCard(scene: CardScene): { readonly left: number; readonly top: number } {
  const { width, height, anchor, view, others } = scene;
  const held = (at: number, size: number, from: number, to: number): number =>
    Math.max(from, Math.min(to - size, at));
  const middle = held((anchor.left + anchor.right - width) / 2, width, view.left, view.right);
  const beside = [anchor.right + GAP, anchor.left - GAP - width];
  // Beside it the card may begin anywhere; best are places that touch what it must not cover.
  const levels = [
    (anchor.top + anchor.bottom - height) / 2,
    view.top,
    view.bottom - height,
    ...others.flatMap(({ top, bottom }) => [bottom + GAP, top - GAP - height]),
  ].map((top) => held(top, height, view.top, view.bottom));
  const candidates = [
    { left: middle, top: anchor.bottom + GAP },
    { left: middle, top: anchor.top - GAP - height },
    ...beside.flatMap((left) => levels.map((top) => ({ left, top }))),
    { left: middle, top: held(anchor.bottom + GAP, height, view.top, view.bottom) },
  ];
  const cost = ({ left, top }: { left: number; top: number }): number => {
    const card = { left, top, right: left + width, bottom: top + height };
    const unseen = width * height - shared(card, view);
    const hidden = others.reduce((sum, other) => sum + shared(card, other), 0);
    return COSTS.unseen * unseen + COSTS.anchor * shared(card, anchor) + COSTS.other * hidden;
  };
  return candidates.reduce((best, next) => (cost(next) < cost(best) - 1 ? next : best));
}

/** Area that two boxes share. */
function shared(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return Math.max(0, width) * Math.max(0, height);
}
