/** A residual block on the main line: its two convolutions as bars, and its skip connection as an arc that switches. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { arcPath, arcTop, DIAGRAM, type BlockPlace } from './layout';

interface BlockProps extends React.SVGAttributes<SVGGElement> {
  readonly place: BlockPlace;
  readonly pitch: number;
  readonly gain: number;
  readonly pending: boolean;
  readonly label: string;
  readonly testId: string;
  readonly onToggle: () => void;
}

export function Block({ place, pitch, gain, pending, label, testId, onToggle, ...rest }: BlockProps) {
  const { ui } = useMessages();
  const { x, y, barHeight, block } = place;
  const lit = useStore(highlightStore, (state) => state.block === block.index);
  const litLayer = useStore(highlightStore, ({ layer }) =>
    block.branch.some((one) => one.name === layer) ? layer : null,
  );
  const on = gain > 0;
  const mark = ui.diagram.marks[block.shortcut];
  const barWidth = Math.min(14, pitch * 0.17);
  const top = arcTop(place);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onToggle();
  };
  return (
    <g
      className="block"
      role="switch"
      aria-checked={on}
      aria-label={label}
      data-testid={testId}
      data-on={on}
      data-pending={pending}
      data-lit={lit || litLayer !== null}
      onClick={onToggle}
      onKeyDown={onKeyDown}
      {...rest}
    >
      <rect
        className="block-target"
        x={x + 1}
        y={y - DIAGRAM.lineY + 3}
        width={pitch - 2}
        height={DIAGRAM.lineY + 14}
        rx={5}
      />
      <path
        className="block-arc"
        d={arcPath(place, pitch)}
        style={on && gain < 1 ? { strokeWidth: 1 + 2 * gain } : undefined}
      />
      {[0.34, 0.66].map((share, index) => (
        <rect
          key={share}
          className="block-bar"
          data-lit={litLayer !== null && block.branch[index]?.name === litLayer}
          x={x + pitch * share - barWidth / 2}
          y={y - barHeight / 2}
          width={barWidth}
          height={barHeight}
          rx={1.5}
        />
      ))}
      {mark !== '' && (
        <g className="block-mark" aria-hidden="true">
          <rect x={x + pitch / 2 - 12} y={top - 8} width={24} height={15} rx={4} />
          <text x={x + pitch / 2} y={top + 3} textAnchor="middle">
            {mark}
          </text>
        </g>
      )}
      {gain < 1 && (
        <text className="block-off" x={x + pitch / 2} y={top + 16} textAnchor="middle" aria-hidden="true">
          {on ? gain : ui.diagram.legend.off}
        </text>
      )}
      <Junction x={x + pitch} y={y} on={on} />
    </g>
  );
}

/** Where branch and skip meet: a sum where the skip is on, else nothing but the line going on. */
function Junction({ x, y, on }: { readonly x: number; readonly y: number; readonly on: boolean }) {
  return on ? (
    <g className="block-sum">
      <circle cx={x} cy={y} r={4.5} />
      <path d={`M${x - 2.5},${y}h5M${x},${y - 2.5}v5`} />
    </g>
  ) : (
    <circle className="block-joint" cx={x} cy={y} r={2} />
  );
}
