/**
 * A lane's network as a line of blocks with its skip connections as arcs off the line, each of them a switch; runs of equal
 * blocks may be folded. For the keyboard and for screen readers it is a tree, one control: arrow keys lead into it from the
 * switch of all skips, and, with Home and End, from arc to arc and to stem and head; with Shift they select the blocks on the way, with Alt they move blocks, Escape gives the selection
 * up. All events are heard here, so that a block is drawn anew only where it changes.
 */
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type FocusEvent } from 'react';
import { useStore } from 'zustand';
import { boundsOf } from '../../config/switches';
import type { NetworkPlan } from '../../architecture/plan';
import { rem } from '../../charts/core/unit';
import { useWidth } from '../../charts/core/hooks';
import { useMessages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { panelStore } from '../../state/panels';
import { runStore } from '../../state/run';
import { throwSwitch } from '../page/throw-switch';
import { formatShape } from '../controls/format';
import { edit, useIsEdited } from '../page/edited';
import { useExperiment, useIsNarrow, useSession } from '../page/hooks';
import { Block, EndNode } from './Block';
import { useBlockDrag } from './drag';
import { DropMark, DropNote, SpanFrames } from './Overlays';
import { Fold, FoldHandle } from './Fold';
import { blocksOfItem, DIAGRAM, fitsRow, holderOf, layoutDiagram, parseItem, type Item } from './layout';
import { diagramKey } from './edits';
import { Readout } from './Readout';
import { foldedRuns, foldStore, noteCrowded, runsOf, setFolded } from './runs';
import { useLighting } from './lighting';
import { choose, chooseRun, modeOf, selectionStore } from './selection';
import { Streams } from './Flow';
import { useLaneName } from '../../i18n/lane-names';

interface LaneDiagramProps {
  readonly plan: NetworkPlan;
  readonly id: string;
  readonly gains: readonly number[];
  /** Whether it is to be a line alone, without labels. */
  readonly compact: boolean;
}

export function LaneDiagram({ plan, id, gains, compact }: LaneDiagramProps) {
  const { ui } = useMessages();
  const session = useSession();
  const name = useLaneName(id);
  const pending = useStore(runStore, (state) => state.pending);
  const folds = useStore(foldStore);
  const box = useRef<HTMLDivElement>(null);
  const available = useWidth(box, 1040);
  const runs = useMemo(() => runsOf(plan.blocks), [plan]);
  const narrow = useIsNarrow();
  const form = narrow ? 'rows' : compact ? 'line' : 'row';
  const usual = useMemo(() => foldedRuns(folds, runs, plan.blocks.length), [folds, runs, plan]);
  // What is wider than the stage is folded too, but for what was unfolded by hand.
  const crowded = form !== 'rows' && !fitsRow(plan, available, usual);
  const folded = useMemo(
    () => (crowded ? foldedRuns(folds, runs, Infinity) : usual),
    [crowded, folds, runs, usual],
  );
  useEffect(() => {
    noteCrowded(id, crowded);
    return () => noteCrowded(id, false);
  }, [id, crowded]);
  const layout = useMemo(
    () => layoutDiagram(plan, available, runs, folded, form),
    [plan, available, runs, folded, form],
  );
  // Null until something in it has had the focus: then the tab key stops there too.
  const [current, setCurrent] = useState<Item | null>(null);
  const [shown, setShown] = useState<Item | null>(null);
  const readoutId = useId();
  const { network: shared, lanes } = useExperiment();
  const network = lanes.find((lane) => lane.id === id)?.network ?? shared;
  const own = useMemo(() => new Set(network.overrides.map(({ block }) => block)), [network]);
  const edited = useIsEdited(id);
  const chosen = useStore(selectionStore, ({ blocks }) => blocks);
  const selected = useMemo(() => new Set(edited ? chosen : []), [edited, chosen]);
  useLighting(box, plan, layout);
  const { items } = layout;
  const flow = useStore(panelStore, ({ open }) => open.includes('flow'));
  const isLone = gains.length === 0;
  const tabStop = current !== null && items.includes(current) ? current : isLone ? 'stem' : null;

  const itemAt = (element: EventTarget, key: 'place' | 'item' | 'body'): Item | null => {
    const found = element instanceof Element ? element.closest<SVGElement>(`[data-${key}]`) : null;
    return parseItem(found?.dataset[key]);
  };
  const blocksAt = (element: Element): readonly number[] => {
    const item = itemAt(element, 'body');
    return item === null ? [] : blocksOfItem(layout, item);
  };
  const { drag, handlers } = useBlockDrag(layout, network, box, blocksAt);
  const point = (item: Item | null) => {
    const at = typeof item === 'string' && item.startsWith('fold-') ? null : item;
    if (at === shown) return;
    setShown(at);
    highlightStore.setState(highlightOf(at, at === null ? [] : blocksOfItem(layout, at)));
  };
  const toggle = (item: Item) => {
    const run = runs.find(({ first }) => item === `run-${first}` || item === `fold-${first}`);
    if (typeof item === 'string' && item.startsWith('fold-')) {
      if (run !== undefined) setFolded([run], !folded.has(run));
      return;
    }
    const blocks = blocksOfItem(layout, item);
    const gain = blocks.every((block) => (gains[block] ?? 0) > 0) ? 0 : 1;
    const [first = 0, last = first] = [blocks[0], blocks.at(-1)];
    const all = blocks.length > 1 && blocks.length === gains.length;
    throwSwitch(session, id, all ? 'all' : first === last ? first : [first, last], gain);
    // What it does is seen where the card lies.
    setShown(null);
  };
  const select = (item: Item, mode: ReturnType<typeof modeOf>) => {
    if (typeof item === 'number') choose(item, mode);
    else chooseRun(blocksOfItem(layout, item), mode);
  };

  // What moved keeps the focus, wherever it is drawn then.
  const wanted = useRef<Item | number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const item = typeof wanted.current === 'number' ? holderOf(layout, wanted.current) : wanted.current;
    wanted.current = null;
    box.current?.querySelector<SVGElement>(`[data-item="${item}"]`)?.focus();
  });
  const onKeyDown = (event: React.KeyboardEvent) => {
    const item = itemAt(event.target, 'item');
    const next = item === null ? undefined : diagramKey(event, item, layout, { toggle, select });
    if (item === 'stem' && event.key === 'ArrowLeft') focusSkipAll(id);
    if (next === undefined) return;
    event.preventDefault();
    wanted.current = next;
    if (typeof next === 'string' || (typeof next === 'number' && items.includes(next))) {
      box.current?.querySelector<SVGElement>(`[data-item="${next}"]`)?.focus();
    }
  };
  const onClick = (event: React.MouseEvent) => {
    const body = itemAt(event.target, 'body');
    if (body !== null) {
      select(body, modeOf(event));
      return;
    }
    const item = itemAt(event.target, 'item');
    if (item !== null && item !== 'stem' && item !== 'head') toggle(item);
  };
  const onFocus = (event: FocusEvent) => {
    const item = itemAt(event.target, 'item');
    if (item !== null) setCurrent(item);
    point(item);
  };
  const isPending = (from: number, to = from): boolean =>
    pending.some(({ lane, block }) => {
      const [first, last] = boundsOf(block) ?? [0, Infinity];
      return lane === id && first <= to && from <= last;
    });
  const described = (item: Item) => (shown === item ? readoutId : undefined);

  // Whatever is selected or moved here is of this lane's network.
  const turnByKey = ({ key, shiftKey, ctrlKey, metaKey, altKey }: React.KeyboardEvent) => {
    if (shiftKey || ctrlKey || metaKey || altKey || key === 'Delete' || key === 'Insert') edit(id);
  };
  const turnByPointer = ({ target }: React.PointerEvent) => {
    if (itemAt(target, 'body') !== null) edit(id);
  };

  return (
    <div className="diagram" onPointerDownCapture={turnByPointer} onKeyDownCapture={turnByKey}>
      <div className="diagram-scroll" ref={box}>
        {flow && <Streams layout={layout} lane={id} host={box} />}
        <svg
          className="diagram-svg"
          role="tree"
          aria-orientation="horizontal"
          aria-label={ui.diagram.label(name)}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onFocus={onFocus}
          onBlur={() => point(null)}
          onPointerOver={(event) => point(drag === null ? itemAt(event.target, 'place') : null)}
          onPointerLeave={() => point(null)}
          {...handlers}
          data-dragging={drag !== null}
          width={rem(layout.width)}
          height={rem(layout.height)}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
        >
          <SpanFrames plan={plan} layout={layout} />
          {layout.lines.map((path) => (
            <path key={path} d={path} className="diagram-line" />
          ))}
          {layout.stages.map(({ stage, x, y, width, first }) => (
            <g key={stage} className="diagram-stage" aria-hidden="true">
              <path d={`M${x + 4},${y + 18}H${x + width - 4}`} />
              {width > 56 && (
                <text
                  translate="no"
                  x={x + (width < 120 ? width - DIAGRAM.handleWidth : width) / 2}
                  y={y - DIAGRAM.lineY + DIAGRAM.labelY}
                  textAnchor="middle"
                >
                  {formatShape(first.output)}
                </text>
              )}
            </g>
          ))}
          <EndNode
            kind="stem"
            place={layout.stem}
            head={plan.head}
            tabbable={tabStop === 'stem'}
            describedBy={described('stem')}
          />
          {layout.blocks.map((place) => (
            <Block
              key={place.block.name}
              place={place}
              pitch={layout.pitch}
              gain={gains[place.block.index] ?? 0}
              pending={isPending(place.block.index)}
              own={own.has(place.block.index)}
              selected={selected.has(place.block.index)}
              lane={id}
              laneName={name}
              tabbable={tabStop === place.block.index}
              describedBy={described(place.block.index)}
            />
          ))}
          {layout.runs.map((place) => {
            const { first, blocks } = place.run;
            return (
              place.folded && (
                <Fold
                  key={`run-${first}`}
                  place={place}
                  pitch={layout.pitch}
                  on={blocks.filter(({ index }) => (gains[index] ?? 0) > 0).length}
                  pending={isPending(first, first + blocks.length - 1)}
                  selected={blocks.filter(({ index }) => selected.has(index)).length}
                  lane={id}
                  laneName={name}
                  tabbable={tabStop === `run-${first}`}
                  describedBy={described(`run-${first}`)}
                />
              )
            );
          })}
          {layout.runs.map((place) => (
            <FoldHandle
              key={place.run.first}
              place={place}
              lane={id}
              laneName={name}
              tabbable={tabStop === `fold-${place.run.first}`}
            />
          ))}
          <EndNode
            kind="head"
            place={layout.head}
            head={plan.head}
            tabbable={tabStop === 'head'}
            describedBy={described('head')}
          />
          {drag !== null && <DropMark drag={drag} />}
        </svg>
      </div>
      {drag !== null && <DropNote drag={drag} plan={plan} scroller={box} />}
      {shown !== null && drag === null && (
        <Readout
          id={readoutId}
          plan={plan}
          item={shown}
          gains={gains}
          pending={typeof shown === 'number' && isPending(shown)}
          layout={layout}
          scroller={box}
          lane={id}
        />
      )}
    </div>
  );
}

/** From the switch of all skips into the diagram of the same network. */
export function enterDiagram(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowRight' && event.key !== 'ArrowDown') return;
  event.preventDefault();
  event.currentTarget.closest('.lane')?.querySelector<SVGElement>('.diagram-svg [data-item="stem"]')?.focus();
}

function focusSkipAll(lane: string): void {
  document.querySelector<HTMLElement>(`[data-testid="skip-all-${lane}"]`)?.focus();
}

function highlightOf(item: Item | null, blocks: readonly number[]) {
  if (item === 'stem') return { layer: 'conv1', block: null, last: null };
  if (item === 'head') return { layer: 'fc', block: null, last: null };
  return { layer: null, block: blocks[0] ?? null, last: blocks.at(-1) ?? null };
}
