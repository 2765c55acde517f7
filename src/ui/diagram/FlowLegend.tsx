/** The switch of the gradient streams in the diagrams, what their widths and colours mean, and the values of one block. */
import { useStore } from 'zustand';
import { formatNorm, formatShort } from '../../charts/geometry/format';
import { flowDecades, skipShare, streamValues } from '../../charts/core/streams';
import { useNewest } from '../../charts/core/hooks';
import { useMessages } from '../../i18n/messages';
import { instrumentStore } from '../../state/instruments';
import { profileRow, spanStore } from '../../state/span';
import { panelStore, showPanel } from '../../state/panels';
import { formatPercent } from '../controls/format';
import { blocksOfLanes } from './Streams';
import { FAINTEST, FLOW_WIDTH } from './streams';
import { rem } from '../../charts/core/unit';

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
