/** The gradient streams' part of the legend: their switch, and what their widths mean. */
import { useStore } from 'zustand';
import { flowDecades } from '../../charts/core/streams';
import { useNewest } from '../../charts/core/hooks';
import { rem } from '../../charts/core/unit';
import { formatNorm, formatShort } from '../../charts/geometry/format';
import { useMessages } from '../../i18n/messages';
import { instrumentStore } from '../../state/instruments';
import { panelStore, showPanel } from '../../state/panels';
import { profileRow, spanStore } from '../../state/span';
import { blocksOfLanes, THINNEST, WIDEST } from './Flow';

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

export function FlowLegend() {
  const { instruments, joins } = useMessages();
  const { flow, waiting, every, spanStep } = instruments;
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
          {joins.sentences([
            flow.direction,
            every(instrumentStore.layout.every),
            span !== null && step !== undefined ? spanStep(step) : '',
          ])}
        </span>
      </p>
      <ul>
        <li>
          {flow.width}
          <Sample arc /> {flow.skip}
          <Sample /> {flow.branch}
          {decades === null ? (
            <span>{waiting}</span>
          ) : (
            <span className="flow-ramp">
              <span translate="no">{power(decades.low)}</span>
              <svg viewBox={`0 0 96 ${WIDEST}`} width={rem(96)} height={rem(WIDEST)} aria-hidden="true">
                <path d={`M0,${(WIDEST - THINNEST) / 2}L96,0V${WIDEST}L0,${(WIDEST + THINNEST) / 2}z`} />
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
