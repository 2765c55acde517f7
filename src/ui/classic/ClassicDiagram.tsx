/**
 * A classic network as the chain of its layers, from left to right, and line by line where the page is narrow; DenseNet's blocks
 * are boxes of their layers. One stop of the tab key: arrow keys, Home and End move within. What is pointed at is told below.
 */
import { useId, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { visit, type ClassicPlan, type PoolNode } from '../../architecture/nodes';
import { useMessages, type Messages } from '../../i18n/messages';
import { highlightStore, layersOf } from '../../state/highlight';
import { rem } from '../../charts/core/unit';
import { sizeOf, type ImageShape, type LayerPlan } from '../../architecture/layer';
import { formatCompact, formatCount, formatShape } from '../controls/format';
import { useSpannedLayers } from '../diagram/Overlays';
import './classic.css';

export function ClassicDiagram({ plan, name }: { readonly plan: ClassicPlan; readonly name: string }) {
  const { lanes } = useMessages();
  const text = lanes.classic;
  const items = useMemo(() => classicItems(plan), [plan]);
  const list = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState(0);
  const [shown, setShown] = useState<number | null>(null);
  const readout = useId();
  const lit = useStore(highlightStore);
  const litLayers = lit.layer === null ? layersOf(lit) : [lit.layer];
  const spanned = useSpannedLayers(plan);
  const tabStop = Math.min(current, items.length - 1);

  const point = (item: ClassicItem | null) => {
    setShown(item?.key ?? null);
    highlightStore.setState({ layer: item?.layers.at(-1)?.name ?? null, block: null });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const last = items.length - 1;
    const target = { ArrowRight: tabStop + 1, ArrowLeft: tabStop - 1, Home: 0, End: last }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(last, target));
    list.current?.querySelector<HTMLElement>(`[data-item="${to}"]`)?.focus();
  };
  const itemOf = (item: ClassicItem) => (
    <span
      key={item.key}
      className="classic-item"
      role="img"
      data-item={item.key}
      data-kind={item.kind}
      data-spanned={spanned !== null && item.layers.some((layer) => spanned.has(layer.name))}
      data-lit={item.layers.some((layer) => litLayers.includes(layer.name))}
      tabIndex={item.key === tabStop ? 0 : -1}
      aria-label={text.item(titleOf(item, text), formatShape(item.output))}
      aria-describedby={shown === item.key ? readout : undefined}
      onFocus={() => {
        setCurrent(item.key);
        point(item);
      }}
      onBlur={() => point(null)}
      onPointerEnter={() => point(item)}
      onPointerLeave={() => point(null)}
    >
      <Bar item={item} side={plan.input.height} />
      {item.block === null && (
        <>
          <span>{titleOf(item, text)}</span>
          <small>{formatShape(item.output)}</small>
        </>
      )}
    </span>
  );
  const selected = shown === null ? undefined : items[shown];
  return (
    <div className="classic">
      <ul className="classic-chain" ref={list} aria-label={text.label(name)} onKeyDown={onKeyDown}>
        {itemGroups(items).map((group) => {
          const [first] = group;
          if (first === undefined) return null;
          if (first.block === null) return <li key={first.key}>{itemOf(first)}</li>;
          const output = group.at(-1)?.output ?? first.output;
          return (
            <li key={first.key} className="classic-block">
              <span className="classic-units">{group.map(itemOf)}</span>
              <span>{text.denseBlock(first.block, group.length, plan.config.width)}</span>
              <small>{formatShape(output)}</small>
            </li>
          );
        })}
      </ul>
      <p className="classic-readout" id={readout} data-empty={selected === undefined}>
        {selected === undefined ? text.hint : <Details item={selected} />}
      </p>
    </div>
  );
}

/** What an item is, in a word or two. */
function titleOf({ kind, layers, window }: ClassicItem, text: Messages['lanes']['classic']): string {
  const layer = layers.at(-1);
  if (kind === 'pool' && window !== undefined) return text.pool(window.pool, window.window.kernel);
  if (kind === 'conv' && layer !== undefined) return text.conv(layer.kernel);
  if (kind === 'dense') return text.dense(layer?.output.channels ?? 0);
  if (kind === 'unit') return text.unit(layer?.output.channels ?? 0);
  return kind === 'pool' || kind === 'conv' ? text.kinds.tail : text.kinds[kind];
}

function Details({ item }: { readonly item: ClassicItem }) {
  const text = useMessages().lanes.classic;
  const { layers, input, output, dropout } = item;
  const parameters = layers.reduce((sum, layer) => sum + layer.parameterCount, 0);
  const work = layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0);
  const last = layers.at(-1);
  const parts = [
    layers.length === 0 ? titleOf(item, text) : layers.map(({ name }) => name).join(', '),
    text.shapes(formatShape(input), formatShape(output)),
    ...(layers.length === 0 ? [] : [text.cost(formatCount(parameters), formatCompact(work))]),
    ...(last === undefined ? [] : [text.receptiveField(last.receptiveField)]),
    ...(dropout === 0 ? [] : [text.dropout(dropout)]),
  ];
  return <span>{parts.join(' · ')}</span>;
}

/** As high as the image's side, as wide as its channels, both by their roots. */
function Bar({ item, side }: { readonly item: ClassicItem; readonly side: number }) {
  const { height, channels } = item.output;
  const tall = Math.max(5, 30 * Math.sqrt(height / side));
  const wide = item.block === null ? Math.max(4, Math.min(40, 2.2 * Math.sqrt(channels))) : 7;
  return (
    <svg viewBox="0 0 44 32" width={rem(item.block === null ? 44 : 9)} height={rem(32)} aria-hidden="true">
      <rect
        className="classic-bar"
        x={22 - wide / 2}
        y={16 - tall / 2}
        width={wide}
        height={tall}
        rx={1.5}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

export interface ClassicItem {
  readonly key: number;
  readonly kind: 'conv' | 'pool' | 'unit' | 'average' | 'flatten' | 'dense' | 'tail';
  /** Layers with weights that it consists of. */
  readonly layers: readonly LayerPlan[];
  readonly input: ImageShape;
  readonly output: ImageShape;
  /** Of a pool. */
  readonly window?: PoolNode;
  /** Share dropped in front of it (a dense layer) or behind it (a DenseNet layer); 0 without. */
  readonly dropout: number;
  /** Index of the dense block that it is in, from 1; null elsewhere. */
  readonly block: number | null;
}

function blockOf(name: string): number | null {
  const found = /denseblock(\d+)/.exec(name);
  return found === null ? null : Number(found[1]);
}

/** The items of a network; dropout is told with what it stands at, as it changes no shape. */
function classicItems(plan: ClassicPlan): readonly ClassicItem[] {
  const items: ClassicItem[] = [];
  let shape = plan.input;
  let dropout = 0;
  const add = (
    item: Omit<ClassicItem, 'key' | 'input' | 'dropout' | 'block'>,
    block: number | null = null,
  ): void => {
    items.push({ key: items.length, input: shape, dropout, block, ...item });
    shape = item.output;
    dropout = 0;
  };
  // Norms and activations belong to a convolution beside them, but for those in front of the vector.
  let isTail = false;
  for (const node of plan.nodes)
    visit(node, {
      convolution: ({ layer }) => {
        isTail = false;
        add({ kind: 'conv', layers: [layer], output: layer.output });
      },
      activation: () => {
        isTail = true;
      },
      probe: () => {
        isTail = false;
      },
      pool: (pool) => add({ kind: 'pool', layers: [], output: pool.output, window: pool }),
      concatenation: ({ name, nodes, output }) => {
        const layers = nodes.flatMap((inner) => (inner.kind === 'convolution' ? [inner.layer] : []));
        for (const inner of nodes) if (inner.kind === 'drop') dropout = inner.share;
        add({ kind: 'unit', layers, output }, blockOf(name));
      },
      vector: ({ by, input }) => {
        if (isTail) add({ kind: 'tail', layers: [], output: input });
        const channels = by === 'average' ? input.channels : sizeOf(input);
        add({ kind: by, layers: [], output: { height: 1, width: 1, channels } });
      },
      drop: ({ share }) => {
        dropout = share;
      },
      dense: ({ layer }) => add({ kind: 'dense', layers: [layer], output: layer.output }),
    });
  return items;
}

/** Neighbours of one dense block together, everything else alone. */
function itemGroups(items: readonly ClassicItem[]): readonly (readonly ClassicItem[])[] {
  const groups: ClassicItem[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (item.block !== null && last?.[0]?.block === item.block) last.push(item);
    else groups.push([item]);
  }
  return groups;
}
