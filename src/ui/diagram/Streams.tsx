/**
 * The gradient in a lane's diagram: on its way back from the loss, a stream through every branch and one through every skip.
 * Their widths are written in the animation frame; React only lays them out.
 */
import { useCallback, type RefObject } from 'react';
import { flowDecades, streamValues } from '../../charts/core/streams';
import type { View } from '../../charts/core/frame';
import { useView } from '../../charts/core/hooks';
import { writeAttribute } from '../../charts/core/dom';
import { instrumentStore } from '../../state/instruments';
import { arcPath, arcTop, type DiagramLayout } from './layout';
import { asOne, streamStyle } from './streams';

interface StreamsProps {
  readonly layout: DiagramLayout;
  readonly lane: string;
  /** The element around the diagram. */
  readonly host: RefObject<HTMLElement | null>;
}

/** Measured a hundred times a second, it would still be looked at ten times. */
const UNHURRIED = { interval: 80 };

export function Streams({ layout, lane, host }: StreamsProps) {
  const create = useCallback((element: HTMLElement) => new StreamsView(element, lane), [lane]);
  useView(host, create, UNHURRIED);
  const places = [
    ...layout.blocks.map(({ block, x, y }) => ({ names: [block.name], x, y, width: layout.pitch })),
    ...layout.runs
      .filter(({ folded }) => folded)
      .map(({ run, x, y, width }) => ({ names: run.blocks.map(({ name }) => name), x, y, width })),
  ];
  return (
    <g className="streams" aria-hidden="true" data-testid={`flow-${lane}`}>
      {places.map((place) => {
        const { names, x, y, width } = place;
        const middle = x + width / 2;
        return (
          <g key={names[0]} className="stream-block" data-blocks={names.join(' ')} data-state="unknown">
            <path className="stream stream-skip" d={arcPath(place, width)} />
            <path className="stream stream-branch" d={`M${x},${y}h${width}`} />
            <path className="stream-arrow" d={`M${middle + 2},${arcTop(place) - 3}l-4,3l4,3`} />
            <path className="stream-arrow" d={`M${middle + 2},${y - 3}l-4,3l4,3`} />
          </g>
        );
      })}
    </g>
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
    for (const group of groups) {
      const names = group.dataset['blocks']?.split(' ') ?? [];
      const flow = asOne(names.map((name) => streamValues(instrumentStore, lane, name)));
      const { skip, branch, opacity, state } = streamStyle(flow, decades);
      writeAttribute(group, 'data-state', state);
      const [skipPath, branchPath, skipArrow] = group.children;
      writeAttribute(skipPath, 'stroke-width', skip.toFixed(2));
      writeAttribute(skipPath, 'stroke-opacity', skip === 0 ? '0' : opacity.toFixed(3));
      writeAttribute(branchPath, 'stroke-width', branch.toFixed(2));
      writeAttribute(branchPath, 'stroke-opacity', opacity.toFixed(3));
      writeAttribute(skipArrow, 'visibility', skip === 0 ? 'hidden' : 'visible');
    }
    return false;
  }

  dispose(): void {
    // The paths belong to React.
  }
}

/** Names of the blocks that are measured, lane by lane. */
export function blocksOfLanes(): readonly (readonly string[])[] {
  return instrumentStore.layout.lanes.map(({ columns }) =>
    columns.flatMap((name) => (name.startsWith('cosine:') ? [name.slice('cosine:'.length)] : [])),
  );
}
