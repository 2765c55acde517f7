/** A lane's mark, and a piece of its line, as legends and readouts show them. */
import { useLaneSlot } from '../../state/lane-style';
import { laneDash, laneMarkPath, slotMarkPath } from './lane-marks';
import { rem } from './unit';

/** Colour of a lane as the theme has it. */
function laneVariable(slot: number): string {
  return `var(--lane-${slot})`;
}

export function LaneMark({ lane, hollow = false }: { readonly lane: number; readonly hollow?: boolean }) {
  const colour = laneVariable(useLaneSlot(lane));
  return (
    <svg className="chart-mark" viewBox="-6 -6 12 12" width={rem(12)} height={rem(12)} aria-hidden="true">
      <path
        d={laneMarkPath(lane, hollow ? 3.6 : 4.2)}
        fill={hollow ? 'var(--surface)' : colour}
        stroke={colour}
        strokeWidth={hollow ? 1.5 : 0}
      />
    </svg>
  );
}

/** The mark of one of the four colours that lanes may have. */
export function SlotMark({ slot }: { readonly slot: number }) {
  return (
    <svg className="chart-mark" viewBox="-8 -8 16 16" width={rem(16)} height={rem(16)} aria-hidden="true">
      <path d={slotMarkPath(slot, 6)} fill={laneVariable(slot)} />
    </svg>
  );
}

export function LaneLine({ lane }: { readonly lane: number }) {
  const colour = laneVariable(useLaneSlot(lane));
  return (
    <svg className="chart-mark" viewBox="-16 -6 32 12" width={rem(32)} height={rem(12)} aria-hidden="true">
      <line x1="-16" x2="16" stroke={colour} strokeWidth="2" strokeDasharray={laneDash(lane).join(' ')} />
      <path d={laneMarkPath(lane, 3.8)} fill={colour} />
    </svg>
  );
}
