/** The settings in which kept runs and the experiment on the page differ, as a table. */
import { useMemo } from 'react';
import { differences } from '../../config/compare';
import type { ExperimentConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { experimentOf, type PinnedRun } from '../../state/pinned-run';
import { letterOf } from '../../state/pins';

interface DifferencesProps {
  readonly runs: readonly PinnedRun[];
  readonly config: ExperimentConfig;
}

export function Differences({ runs, config }: DifferencesProps) {
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
