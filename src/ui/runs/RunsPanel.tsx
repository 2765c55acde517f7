/** Panel: the runs that the user keeps, to be drawn beside the run at hand, compared with it, and opened again. */
import '../../charts/core/tables.css';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { isolated } from '../../i18n/isolated';
import { useMessages } from '../../i18n/messages';
import { experimentOf, hasSameData, isOf, type PinnedLane, type PinnedRun } from '../../state/pinned-run';
import { letterOf, pins, pinStore } from '../../state/pins';
import { runStore } from '../../state/run';
import { laneMarkPath } from '../../charts/core/lane-marks';
import { keptDash } from '../../charts/core/kept-lines';
import { isSameLoss } from '../../config/losses';
import type { ExperimentConfig } from '../../config/schema';
import { useLaneSlot } from '../../state/lane-style';
import { rem } from '../../charts/core/unit';
import { differences } from '../../config/codec/url';
import { Section } from '../page/Section';
import { useExperiment, useIsNarrow, whenLeft } from '../page/hooks';
import { PinButton } from './PinButton';
import { AnotherSeed } from './TrainTo';
import { formatLoss, formatPercent } from '../controls/format';
import './runs.css';

export function RunsPanel() {
  const texts = useMessages();
  const text = texts.runs.pins;
  const config = useExperiment();
  const { runs, unkept, unreadable, removed } = useStore(pinStore);
  const measured = useStore(runStore, (state) => state.isMeasured);
  const isNarrow = useIsNarrow();

  const lost = runs.filter((run) => unkept.includes(run.id)).map(({ name }) => name);
  return (
    <Section title={text.title} explanation={text.explanation} className="runs" testId="runs-panel">
      <div className="runs-actions">
        {/* A wide page has the first beside Train. */}
        {isNarrow && <PinButton />}
        <AnotherSeed />
        <span className="chart-note">{measured ? runs.length === 0 && text.none : text.nothingYet}</span>
      </div>
      <div role="status">
        {removed !== null && (
          <p className="runs-notice">
            <span>{text.removed(removed.name)}</span>{' '}
            <button type="button" className="button" onClick={pins.restore}>
              {text.undo}
            </button>
          </p>
        )}
        {lost.length > 0 && <p className="runs-notice">{text.unkept(lost)}</p>}
        {unreadable > 0 && <p className="runs-notice">{text.unreadable(unreadable)}</p>}
      </div>
      {runs.length > 0 && (
        <>
          <ul className="runs-list" aria-label={text.list}>
            {runs.map((run, place) => (
              <PinnedItem
                key={run.id}
                run={run}
                letter={letterOf(place)}
                dash={runs.slice(0, place).filter(({ shown }) => shown).length}
                isOpen={isOf(run, config)}
                config={config}
              />
            ))}
          </ul>
          <p className="chart-note">{text.stretched}</p>
          <Differences runs={runs} config={config} />
        </>
      )}
    </Section>
  );
}

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
  readonly config: ExperimentConfig;
}

/** A kept run in the list: shown or not, its name, what it came to, and what can be done with it. */
function PinnedItem({ run, letter, dash, isOpen, config }: PinnedItemProps) {
  const { loss } = config;
  const { joins, runs, ui } = useMessages();
  const text = runs.pins;
  const { lanes: kept, loss: own } = useMemo(() => experimentOf({ link: run.link }), [run.link]);
  const nameOf = (lane: string): string =>
    isolated(ui.lanes.within(kept.find((one) => one.id === lane)?.label ?? lane));
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
              strokeDasharray={keptDash(dash).join(' ')}
            />
          )}
        </svg>
      </label>
      <Name key={name} run={run} label={text.name(letter)} />
      <p className="runs-facts">
        <span>
          {joins.list([
            text.facts(steps, backend),
            run.replaysTo === undefined ? '' : text.replaysTo(run.replaysTo),
          ])}
        </span>
        {lanes.map((lane, place) => (
          <LaneFacts key={lane.id} lane={lane} name={nameOf(lane.id)} place={place} />
        ))}
        {!isSameLoss(own, loss) && <span className="runs-lane">{text.otherLoss(own)}</span>}
        {!hasSameData(run, config) && <span className="runs-lane">{text.otherData}</span>}
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
  const { joins, runs } = useMessages();
  const text = runs.pins;
  const loss = lane.loss.at(-1) ?? Number.NaN;
  const colour = `var(--lane-${useLaneSlot(place)})`;
  return (
    <span className="runs-lane">
      <svg viewBox="-6 -6 12 12" width={rem(12)} height={rem(12)} aria-hidden="true">
        <path d={laneMarkPath(place, 4.2)} fill={colour} />
      </svg>{' '}
      <span>
        {joins.list([
          text.loss(name, formatLoss(loss)),
          ...(lane.test === null ? [] : [text.test(formatPercent(lane.test.accuracy))]),
          ...(lane.diverged === null ? [] : [text.divergedAt(lane.diverged)]),
        ])}
      </span>
    </span>
  );
}

interface DifferencesProps {
  readonly runs: readonly PinnedRun[];
  readonly config: ExperimentConfig;
}

/** The settings in which kept runs and the experiment on the page differ, as a table. */
function Differences({ runs, config }: DifferencesProps) {
  const { notices, runs: texts } = useMessages();
  const text = texts.pins;
  const rows = useMemo(() => differences([config, ...runs.map(experimentOf)]), [runs, config]);
  return (
    <>
      <h3 className="runs-subtitle">{text.differences}</h3>
      {rows.length === 0 ? (
        <p className="chart-note">{text.same}</p>
      ) : (
        <div className="chart-table-scroll" role="region" aria-label={text.differences} tabIndex={0}>
          <table className="chart-table runs-differences" data-testid="differences">
            <thead>
              <tr>
                <th scope="col">{text.setting}</th>
                <th scope="col">{text.now}</th>
                {runs.map(({ id, name }, place) => (
                  <th scope="col" key={id} title={name}>
                    {letterOf(place)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ field, texts: cells }) => (
                <tr key={field}>
                  <th scope="row">{notices.fieldName(field)}</th>
                  {cells.map((cell, i) => (
                    <td key={i}>{cell === null || cell === '' ? text.absent : cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
