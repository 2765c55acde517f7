/**
 * A lane's network as a line of blocks with its skip connections as arcs off the line, each of them a switch. The arcs
 * are one stop of the tab key, as in a toolbar: arrow keys, Home and End move between them, and to stem and head; with
 * Shift they select the blocks on the way, Escape gives the selection up.
 */
import { useId, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { NetworkPlan } from '../../architecture/plan';
import { useMessages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { panelStore } from '../../state/panels';
import { runStore } from '../../state/run';
import { formatShape } from '../format';
import { useExperiment, useSession, useWidth } from '../hooks';
import { Block } from './Block';
import { EndNode } from './EndNode';
import { DIAGRAM, layoutDiagram, type Item } from './layout';
import { Readout } from './Readout';
import { choose, chooseNothing, selectionStore } from './selection';
import { Streams } from './Streams';

interface LaneDiagramProps {
  readonly plan: NetworkPlan;
  readonly id: string;
  readonly gains: readonly number[];
}

export function LaneDiagram({ plan, id, gains }: LaneDiagramProps) {
  const { ui } = useMessages();
  const session = useSession();
  const pending = useStore(runStore, (state) => state.pending);
  const box = useRef<HTMLDivElement>(null);
  const available = useWidth(box, 1040);
  const layout = useMemo(() => layoutDiagram(plan, available), [plan, available]);
  const [current, setCurrent] = useState<Item>(0);
  const [shown, setShown] = useState<Item | null>(null);
  const readoutId = useId();
  const { network, lanes } = useExperiment();
  const { overrides } = lanes.find((lane) => lane.id === id)?.network ?? network;
  const own = useMemo(() => new Set(overrides.map(({ block }) => block)), [overrides]);

  const flow = useStore(panelStore, ({ open }) => open.includes('flow'));

  const items: readonly Item[] = ['stem', ...plan.blocks.keys(), 'head'];
  const tabStop = items.includes(current) ? current : (items[1] ?? 'stem');

  const point = (item: Item | null) => {
    setShown(item);
    highlightStore.setState(highlightOf(item));
  };
  const focus = (item: Item | undefined) => {
    if (item === undefined) return;
    box.current?.querySelector<SVGElement>(`[data-item="${item}"]`)?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const at = items.indexOf(tabStop);
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Escape') {
      setShown(null);
      chooseNothing();
    }
    if (target === undefined) return;
    event.preventDefault();
    const item = items[Math.min(items.length - 1, Math.max(0, target))];
    if (event.shiftKey) {
      // A range begins at the block one comes from.
      if (typeof tabStop === 'number' && selectionStore.getState().anchor === null) choose(tabStop, 'one');
      const end = item === 'stem' ? 0 : item === 'head' ? plan.blocks.length - 1 : item;
      if (end !== undefined && end >= 0) choose(end, 'range');
    }
    focus(item);
  };
  const itemProps = (item: Item) => ({
    tabIndex: item === tabStop ? 0 : -1,
    'data-item': item,
    'aria-describedby': shown === item ? readoutId : undefined,
    onFocus: () => {
      setCurrent(item);
      point(item);
    },
    onBlur: () => point(null),
    onPointerEnter: () => point(item),
    onPointerLeave: () => point(null),
  });

  return (
    <div className="diagram">
      <div className="diagram-scroll" ref={box}>
        <svg
          className="diagram-svg"
          data-flow={flow}
          role="toolbar"
          aria-label={ui.diagram.label(id)}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          width={layout.width}
          height={layout.height}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
        >
          {flow && <Streams layout={layout} lane={id} host={box} />}
          {layout.lines.map((path) => (
            <path key={path} d={path} className="diagram-line" />
          ))}
          {layout.stages.map(({ stage, x, y, width, first }) => (
            <g key={stage} className="diagram-stage" aria-hidden="true">
              <path d={`M${x + 4},${y + 18}H${x + width - 4}`} />
              {width > 56 && (
                <text x={x + width / 2} y={y - DIAGRAM.lineY + DIAGRAM.labelY} textAnchor="middle">
                  {width > 130
                    ? ui.diagram.stage(stage, formatShape(first.output))
                    : formatShape(first.output)}
                </text>
              )}
            </g>
          ))}
          <EndNode
            kind="stem"
            place={layout.stem}
            layer={plan.stem}
            head={plan.head}
            {...itemProps('stem')}
          />
          {layout.blocks.map((place) => {
            const { index, name } = place.block;
            return (
              <Block
                key={name}
                place={place}
                pitch={layout.pitch}
                gain={gains[index] ?? 0}
                pending={pending.some(
                  (one) => one.lane === id && (one.block === 'all' || one.block === index),
                )}
                own={own.has(index)}
                lane={id}
                onToggle={() => session.setSkip(id, index, (gains[index] ?? 0) > 0 ? 0 : 1)}
                {...itemProps(index)}
              />
            );
          })}
          <EndNode
            kind="head"
            place={layout.head}
            layer={plan.dense}
            head={plan.head}
            {...itemProps('head')}
          />
        </svg>
      </div>
      {shown !== null && (
        <Readout
          id={readoutId}
          plan={plan}
          item={shown}
          gain={typeof shown === 'number' ? (gains[shown] ?? 0) : 0}
          pending={pending.some((one) => one.lane === id && (one.block === 'all' || one.block === shown))}
          layout={layout}
          scroller={box}
          lane={id}
        />
      )}
    </div>
  );
}

function highlightOf(item: Item | null) {
  if (item === null) return { layer: null, block: null };
  if (item === 'stem') return { layer: 'conv1', block: null };
  if (item === 'head') return { layer: 'fc', block: null };
  return { layer: null, block: item };
}
