/** A kept run in the list: shown or not, its name, what it came to, and what can be done with it. */
import { useMemo, useState } from 'react';
import { laneMarkPath } from '../../charts/core/lane-marks';
import { overlayDash } from '../../charts/core/overlay';
import { isSameLoss } from '../../config/losses';
import type { LossConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { experimentOf, type PinnedLane, type PinnedRun } from '../../state/pinned-run';
import { pins } from '../../state/pins';
import { formatLoss, formatPercent } from '../controls/format';
import { useLaneSlot } from '../../state/lane-style';
import { rem } from '../../charts/core/unit';
import { whenLeft } from '../page/when-left';

/** Longest name. */
const LONGEST = 80;

interface PinnedItemProps {
  readonly run: PinnedRun;
  readonly letter: string;
  /** Its place among the runs that are shown. */
  readonly dash: number;
  /** Whether its experiment is the one on the page. */
  readonly isOpen: boolean;
  /** Of the run at hand. */
  readonly loss: LossConfig;
}

export function PinnedItem({ run, letter, dash, isOpen, loss }: PinnedItemProps) {
  const text = useMessages().runs.pins;
  const { lanes: kept, loss: own } = useMemo(() => experimentOf({ link: run.link }), [run.link]);
  const nameOf = (lane: string): string => kept.find((one) => one.id === lane)?.label ?? lane;
  const { id, name, shown, steps, backend, link, lanes } = run;
  return (
    <li className="runs-item" data-testid="pinned-run">
      <label className="runs-show">
        <input
          type="checkbox"
          checked={shown}
          aria-label={text.show(letter)}
          onChange={(event) => pins.change(id, { shown: event.target.checked })}
        />
        <strong>{letter}</strong>
        <svg viewBox="0 0 32 12" width={rem(32)} height={rem(12)} aria-hidden="true">
          {shown && (
            <line
              x1="0"
              x2="32"
              y1="6"
              y2="6"
              stroke="currentColor"
              strokeWidth="1.25"
              strokeDasharray={overlayDash(dash).join(' ')}
            />
          )}
        </svg>
      </label>
      <Name key={name} run={run} label={text.name(letter)} />
      <p className="runs-facts">
        <span>
          {text.facts(steps, backend)}
          {run.replaysTo !== undefined && `, ${text.replaysTo(run.replaysTo)}`}
        </span>
        {lanes.map((lane, place) => (
          <LaneFacts key={lane.id} lane={lane} name={nameOf(lane.id)} place={place} />
        ))}
        {!isSameLoss(own, loss) && <span className="runs-lane">{text.otherLoss(own)}</span>}
      </p>
      <span className="runs-buttons">
        {isOpen ? (
          <span className="runs-open">{text.isOpen}</span>
        ) : (
          <a className="button" href={link} aria-label={text.openLabel(name)}>
            {text.open}
          </a>
        )}
        <button
          type="button"
          className="button"
          aria-label={text.removeLabel(name)}
          onClick={() => pins.remove(id)}
        >
          {text.remove}
        </button>
      </span>
    </li>
  );
}

/** Takes effect when it is left or entered; an empty name is not taken. */
function Name({ run, label }: { readonly run: PinnedRun; readonly label: string }) {
  const [draft, setDraft] = useState(run.name);
  const commit = () => {
    const name = draft.trim();
    if (name === '') setDraft(run.name);
    else if (name !== run.name) pins.change(run.id, { name });
  };
  return (
    <input
      className="runs-name"
      aria-label={label}
      maxLength={LONGEST}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={whenLeft(commit)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setDraft(run.name);
      }}
    />
  );
}

interface LaneFactsProps {
  readonly lane: PinnedLane;
  readonly name: string;
  readonly place: number;
}

function LaneFacts({ lane, name, place }: LaneFactsProps) {
  const text = useMessages().runs.pins;
  const loss = lane.loss.at(-1) ?? Number.NaN;
  const colour = `var(--lane-${useLaneSlot(place)})`;
  return (
    <span className="runs-lane">
      <svg viewBox="-6 -6 12 12" width={rem(12)} height={rem(12)} aria-hidden="true">
        <path d={laneMarkPath(place, 4.2)} fill={colour} />
      </svg>{' '}
      <span>
        {[
          text.loss(name, formatLoss(loss)),
          ...(lane.test === null ? [] : [text.test(formatPercent(lane.test.accuracy))]),
          ...(lane.diverged === null ? [] : [text.divergedAt(lane.diverged)]),
        ].join(', ')}
      </span>
    </span>
  );
}
