/** The gradient streams under the diagrams, and the values of one block. */
import { useStore } from 'zustand';
import { useCallback, type RefObject } from 'react';
import { formatNorm, isNormal } from '../../charts/geometry/format';
import { flowDecades, skipShare, streamValues, type StreamValues } from '../../charts/core/streams';
import type { View } from '../../charts/core/frame';
import { useNewest, useView } from '../../charts/core/hooks';
import { useMessages } from '../../i18n/messages';
import { instrumentStore } from '../../state/instruments';
import { runStore } from '../../state/run';
import { spanStore } from '../../state/span';
import { rem } from '../../charts/core/unit';
import { writeAttribute } from '../../charts/core/dom';
import type { Decades } from '../../charts/geometry/scales';
import { formatPercent } from '../controls/format';
import { arcPath, arcTop, type DiagramLayout } from './layout';

interface FlowReadingProps {
  readonly lane: string;
  readonly block: string;
}

/** What flows through one block now, as a sentence; nothing where it is not measured. */
export function FlowReading({ lane, block }: FlowReadingProps) {
  const { flow } = useMessages().instruments;
  useNewest();
  useStore(spanStore);
  const index = instrumentStore.layout.lanes.findIndex(({ id }) => id === lane);
  const values = streamValues(instrumentStore, index, block);
  const { 'branch-gradient': branch, 'shortcut-gradient': skip, cosine } = values;
  const share = skipShare(values);
  if (branch === undefined || skip === undefined || share === undefined) return null;
  const percent = Number.isFinite(share) ? `${formatPercent(share)} %` : '–';
  const angle = cosine === undefined || Number.isNaN(cosine) ? '–' : cosine.toFixed(3);
  return <p>{flow.reading(formatNorm(skip), formatNorm(branch), percent, angle)}</p>;
}

interface StreamsProps {
  readonly layout: DiagramLayout;
  readonly lane: string;
  /** The element around the diagram. */
  readonly host: RefObject<HTMLElement | null>;
}

/** Pixels from which on a block has room for the heads of arrows. */
const ROOM_FOR_ARROWS = 44;

/** Measured a hundred times a second, it would still be looked at ten times. */
const UNHURRIED = { interval: 80 };

/**
 * The gradient under a lane's diagram: on its way back from the loss, a stream through every branch and one through every skip.
 * While the network trains, a pulse goes the same way. Widths are written in the animation frame; React only lays them out, and
 * the pulse is the compositor's.
 */
export function Streams({ layout, lane, host }: StreamsProps) {
  const create = useCallback((element: HTMLElement) => new StreamsView(element, lane), [lane]);
  useView(host, create, UNHURRIED);
  const running = useStore(runStore, ({ status }) => status.kind === 'running');
  const places = [
    ...layout.blocks.map(({ block, x, y }) => ({ names: [block.name], x, y, width: layout.pitch })),
    ...layout.runs
      .filter(({ folded }) => folded)
      .map(({ run, x, y, width }) => ({ names: run.blocks.map(({ name }) => name), x, y, width })),
  ];
  return (
    <div
      className="streams"
      aria-hidden="true"
      data-testid={`flow-${lane}`}
      data-running={running}
      style={{ width: rem(layout.width), height: rem(layout.height) }}
    >
      <svg viewBox={`0 0 ${layout.width} ${layout.height}`}>
        {places.map((place) => {
          const { names, x, y, width } = place;
          const middle = x + width / 2;
          return (
            <g key={names[0]} className="stream-block" data-blocks={names.join(' ')} data-state="unknown">
              <path className="stream stream-skip" d={arcPath(place, width)} />
              <path className="stream stream-branch" d={`M${x},${y}h${width}`} />
              {width >= ROOM_FOR_ARROWS && (
                <>
                  <path className="stream-arrow" d={`M${middle + 2},${arcTop(place) - 3}l-4,3l4,3`} />
                  <path className="stream-arrow" d={`M${middle + 2},${y - 3}l-4,3l4,3`} />
                </>
              )}
            </g>
          );
        })}
      </svg>
      <div className="stream-pulse" />
    </div>
  );
}

class StreamsView implements View {
  readonly #host: HTMLElement;
  readonly #lane: string;

  constructor(host: HTMLElement, lane: string) {
    this.#host = host;
    this.#lane = lane;
  }

  draw(): boolean {
    const lanes = instrumentStore.layout.lanes.map(({ id }) => id);
    const lane = lanes.indexOf(this.#lane);
    const groups = [...this.#host.querySelectorAll<SVGGElement>('.stream-block')];
    const decades = flowDecades(instrumentStore, blocksOfLanes());
    let isKnown = false;
    for (const group of groups) {
      const names = group.dataset['blocks']?.split(' ') ?? [];
      const flow = asOne(names.map((name) => streamValues(instrumentStore, lane, name)));
      const { skip, branch, state } = streamStyle(flow, decades);
      isKnown ||= state !== 'unknown';
      writeAttribute(group, 'data-state', state);
      const [skipPath, branchPath, skipArrow] = group.children;
      writeAttribute(skipPath, 'stroke-width', skip.toFixed(2));
      writeAttribute(skipPath, 'visibility', skip === 0 ? 'hidden' : 'inherit');
      writeAttribute(branchPath, 'stroke-width', branch.toFixed(2));
      writeAttribute(skipArrow, 'visibility', skip === 0 ? 'hidden' : 'inherit');
    }
    // Arcs give way to the streams once there are such.
    writeAttribute(this.#host, 'data-flowing', String(isKnown));
    return false;
  }

  dispose(): void {
    // The paths belong to React.
    this.#host.removeAttribute('data-flowing');
  }
}

/** Names of the blocks that are measured, lane by lane. */
export function blocksOfLanes(): readonly (readonly string[])[] {
  return instrumentStore.layout.lanes.map(({ columns }) =>
    columns.flatMap((name) => (name.startsWith('cosine:') ? [name.slice('cosine:'.length)] : [])),
  );
}

/** Widths of the weakest and the strongest stream, in pixels: what is there at all can be seen. */
export const THINNEST = 1;
export const WIDEST = 10;

/** Norms of what comes back through the skip and through the branch; undefined where it is not measured. */
export interface Flow {
  readonly skip: number | undefined;
  readonly branch: number | undefined;
}

export interface StreamStyle {
  /** In pixels. */
  readonly skip: number;
  readonly branch: number;
  readonly state: 'flowing' | 'zero' | 'non-finite' | 'unknown';
}

/** Several blocks as one: the geometric means of what flows. */
export function asOne(blocks: readonly StreamValues[]): Flow {
  const mean = (quantity: 'shortcut-gradient' | 'branch-gradient'): number | undefined => {
    const norms = blocks.map((values) => values[quantity]);
    const known = norms.filter((norm) => norm !== undefined);
    if (known.length === 0 || known.length < norms.length) return undefined;
    const flowing = known.filter((norm) => norm !== 0);
    if (flowing.length === 0) return 0;
    return Math.exp(flowing.reduce((sum, norm) => sum + Math.log(norm), 0) / flowing.length);
  };
  return { skip: mean('shortcut-gradient'), branch: mean('branch-gradient') };
}

/** Widths by the logarithms of the norms, within the decades of all streams of all lanes. */
export function streamStyle({ skip, branch }: Flow, decades: Decades | null): StreamStyle {
  if (skip === undefined || branch === undefined) return { skip: 0, branch: 0, state: 'unknown' };
  if (!Number.isFinite(skip + branch)) return { skip: 1.5, branch: 1.5, state: 'non-finite' };
  if (skip === 0 && branch === 0) return { skip: 0, branch: 1, state: 'zero' };
  const width = (norm: number): number => {
    if (norm === 0) return 0;
    const place =
      decades === null || !isNormal(norm)
        ? 0
        : (Math.log10(norm) - decades.low) / (decades.high - decades.low);
    return THINNEST + (WIDEST - THINNEST) * Math.max(0, Math.min(1, place));
  };
  return { skip: width(skip), branch: width(branch), state: 'flowing' };
}
