/** The gradient streams in the diagrams: their switch, what their widths and colours mean, the values of one block, and the streams. */
import { useStore } from 'zustand';
import { useCallback, type RefObject } from 'react';
import { formatNorm, formatShort, isNormal } from '../../charts/geometry/format';
import { flowDecades, flowNorm, skipShare, streamValues, type StreamValues } from '../../charts/core/streams';
import type { View } from '../../charts/core/frame';
import { useNewest, useView } from '../../charts/core/hooks';
import { useMessages } from '../../i18n/messages';
import { instrumentStore } from '../../state/instruments';
import { profileRow, spanStore } from '../../state/span';
import { panelStore, showPanel } from '../../state/panels';
import { rem } from '../../charts/core/unit';
import { writeAttribute } from '../../charts/core/dom';
import type { Decades } from '../../charts/geometry/scales';
import { formatPercent } from '../controls/format';
import { arcPath, arcTop, type DiagramLayout } from './layout';

export function FlowToggle() {
  const { flow } = useMessages().instruments;
  const shown = useStore(panelStore, ({ open }) => open.includes('flow'));
  return (
    <button
      type="button"
      className="button button-small flow-toggle"
      aria-pressed={shown}
      title={flow.hint}
      data-testid="flow-toggle"
      onClick={() => showPanel('flow', !shown)}
    >
      {flow.label}
    </button>
  );
}

const SHARES = [1, 0.5, 0.1] as const;

export function FlowLegend() {
  const { flow, waiting, every, spanStep } = useMessages().instruments;
  const shown = useStore(panelStore, ({ open }) => open.includes('flow'));
  useNewest();
  const span = useStore(spanStore, (state) => state.span);
  const step = instrumentStore.stepAt(profileRow(instrumentStore));
  if (!shown) return null;
  const decades = flowDecades(instrumentStore, blocksOfLanes());
  return (
    <div className="flow-legend" data-testid="flow-legend">
      <p>
        <span aria-hidden="true">←</span>{' '}
        <span>
          {`${flow.direction} ${every(instrumentStore.layout.every)}${
            span !== null && step !== undefined ? ` ${spanStep(step)}` : ''
          }`}
        </span>
      </p>
      <ul>
        <li>
          {flow.width}
          <Sample arc /> {flow.skip}
          <Sample /> {flow.branch}
          {SHARES.map((share, i) => (
            <span key={share} className="flow-sample">
              <svg
                viewBox={`0 0 22 ${FLOW_WIDTH}`}
                width={rem(22)}
                height={rem(FLOW_WIDTH)}
                aria-hidden="true"
              >
                <line x2="22" y1={FLOW_WIDTH / 2} y2={FLOW_WIDTH / 2} strokeWidth={FLOW_WIDTH * share} />
              </svg>
              {flow.shares[i]}
            </span>
          ))}
        </li>
        <li>
          {flow.strength}
          {decades === null ? (
            <span>{waiting}</span>
          ) : (
            <span className="flow-ramp">
              <span translate="no">{power(decades.low)}</span>
              <svg viewBox="0 0 96 10" width={rem(96)} height={rem(10)} aria-hidden="true">
                <defs>
                  <linearGradient id="flow-ramp">
                    <stop offset="0" stopColor="currentColor" stopOpacity={FAINTEST} />
                    <stop offset="1" stopColor="currentColor" />
                  </linearGradient>
                </defs>
                <rect width="96" height="10" fill="url(#flow-ramp)" />
              </svg>
              <span translate="no">{power(decades.high)}</span>
            </span>
          )}
        </li>
        <li>
          <svg viewBox="0 0 22 10" width={rem(22)} height={rem(10)} aria-hidden="true">
            <line className="flow-zero" x2="22" y1="5" y2="5" />
          </svg>
          {flow.none}
        </li>
        <li>
          <svg viewBox="0 0 22 10" width={rem(22)} height={rem(10)} aria-hidden="true">
            <line className="flow-non-finite" x2="22" y1="5" y2="5" />
          </svg>
          {flow.nonFinite}
        </li>
      </ul>
    </div>
  );
}

function Sample({ arc = false }: { readonly arc?: boolean }) {
  return (
    <svg viewBox="0 0 20 14" width={rem(20)} height={rem(14)} aria-hidden="true">
      <path d={arc ? 'M2,12C4,-1 16,-1 18,12' : 'M1,7H19'} strokeWidth="4" fill="none" />
    </svg>
  );
}

/** Half decades too. */
function power(exponent: number): string {
  return Number.isInteger(exponent) ? formatShort(10 ** exponent, 1) : formatNorm(10 ** exponent);
}

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

/** Measured a hundred times a second, it would still be looked at ten times. */
const UNHURRIED = { interval: 80 };

/**
 * The gradient in a lane's diagram: on its way back from the loss, a stream through every branch and one through every skip.
 * Their widths are written in the animation frame; React only lays them out.
 */
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
function blocksOfLanes(): readonly (readonly string[])[] {
  return instrumentStore.layout.lanes.map(({ columns }) =>
    columns.flatMap((name) => (name.startsWith('cosine:') ? [name.slice('cosine:'.length)] : [])),
  );
}

/** Width of both streams together, in pixels. */
export const FLOW_WIDTH = 16;
/** What is there at all can be seen. */
const THINNEST = 0.75;
/** Opacity of the weakest stream, so that it is still told from none. */
export const FAINTEST = 0.22;

export interface StreamStyle {
  /** In pixels. */
  readonly skip: number;
  readonly branch: number;
  readonly opacity: number;
  readonly state: 'flowing' | 'zero' | 'non-finite' | 'unknown';
}

/** Several blocks as one: the mean of their shares, and of the logarithms of their norms. */
export function asOne(blocks: readonly StreamValues[]): Flow {
  const flows = blocks.map((values) => ({ norm: flowNorm(values), share: skipShare(values) }));
  const measured = flows.filter(
    (flow): flow is { norm: number; share: number } => flow.norm !== undefined && flow.share !== undefined,
  );
  if (measured.length === 0 || measured.length < flows.length) return { norm: undefined, share: undefined };
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    norm: Math.exp(mean(measured.map(({ norm }) => Math.log(norm)))),
    share: mean(measured.map(({ share }) => share)),
  };
}

export interface Flow {
  /** See `flowNorm` and `skipShare`. */
  readonly norm: number | undefined;
  readonly share: number | undefined;
}

export function streamStyle({ norm, share }: Flow, decades: Decades | null): StreamStyle {
  if (norm === undefined || share === undefined) return { skip: 0, branch: 0, opacity: 0, state: 'unknown' };
  if (!Number.isFinite(norm)) return { skip: 1.5, branch: 1.5, opacity: 1, state: 'non-finite' };
  if (norm === 0 || Number.isNaN(share)) return { skip: 0, branch: 1, opacity: 1, state: 'zero' };
  const width = (part: number): number => (part === 0 ? 0 : Math.max(THINNEST, FLOW_WIDTH * part));
  const place =
    decades === null || !isNormal(norm) ? 0 : (Math.log10(norm) - decades.low) / (decades.high - decades.low);
  return {
    skip: width(share),
    branch: width(1 - share),
    opacity: FAINTEST + (1 - FAINTEST) * Math.max(0, Math.min(1, place)),
    state: 'flowing',
  };
}
