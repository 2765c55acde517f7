/** Contours of the loss around the weights of every lane, with one scale of colours. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { formatExact, formatNorm } from '../../charts/geometry/format';
import { useMessages } from '../../i18n/messages';
import { pageStore } from '../../state/page';
import { CheckField } from '../../ui/controls/CheckField';
import { formatPercent } from '../../ui/controls/format';
import { useSession } from '../../ui/page/hooks';
import { ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { ContourChart, lossColour, sharedLevels, subgrid } from './ViewContours';

function LandscapeView({ result, lanes, record }: ViewProps<'landscape'>) {
  const { studies } = useMessages();
  const text = studies.kinds.landscape;
  const { complete, losses, side, radii, paths, captured, plane, statistics, images, step } = result;
  const grids = useMemo(
    () => (complete === 0 ? [] : losses.map((lane) => subgrid(lane, side, complete))),
    // What is complete does not change before the next grid is.
    // oxlint-disable-next-line react/exhaustive-deps
    [complete, side],
  );
  const levels = useMemo(() => sharedLevels(grids), [grids]);
  if (complete === 0) return <p className="study-settings">{text.waiting}</p>;
  if (levels === null) return <p className="study-settings">{text.noneFinite}</p>;
  const last = complete - 1;
  const facts = grids.map((grid) => {
    const rim = grid.filter((_, i) => {
      const [row, column] = [Math.floor(i / complete), i % complete];
      return row === 0 || row === last || column === 0 || column === last;
    });
    const centre = grid[(grid.length - 1) / 2] ?? Number.NaN;
    return { centre, rim: rim.reduce((sum, loss) => sum + loss, 0) / rim.length, largest: Math.max(...grid) };
  });
  return (
    <>
      <p className="study-settings">
        {[
          text.settings(images, step, complete, statistics),
          ...lanes.flatMap(({ name }, lane) => {
            const path = paths[lane] ?? [];
            return path.length < 2
              ? []
              : [text.path(name, path.length, path[0]?.step ?? 0, `${formatPercent(captured[lane] ?? 0)} %`)];
          }),
        ]
          .map((sentence) => `${sentence}.`)
          .join(' ')}
      </p>
      {record.request.plane === 'path' && plane === 'random' && <p className="study-state">{text.noPath}</p>}
      <div className="chart-scale">
        <span>{text.legend(record.experiment.loss)}</span>
        <ol className="study-ramp">
          {levels.at.map((level) => (
            <li key={level}>
              <span style={{ background: lossColour(level, levels) }} aria-hidden="true" />
              {formatNorm(Math.exp(level))}
            </li>
          ))}
        </ol>
      </div>
      <div className="study-charts study-charts-contour">
        {lanes.map(({ name, place }, lane) => (
          <ContourChart
            key={name}
            title={name}
            lane={place}
            side={complete}
            losses={grids[lane] ?? []}
            levels={levels}
            radius={radii[lane] ?? 1}
            axis={text.axis[plane]}
            path={paths[lane] ?? []}
          />
        ))}
      </div>
      <p className="study-finding">
        {lanes
          .map(
            ({ name }, lane) =>
              `${text.verdict(
                name,
                formatNorm(facts[lane]?.centre ?? Number.NaN),
                formatNorm(facts[lane]?.rim ?? Number.NaN),
              )}.`,
          )
          .join(' ')}
      </p>
      <ResultTable
        caption={text.table}
        corner={text.lane}
        columns={[text.centre, text.rim, text.largest]}
        rows={lanes.map(({ name }, lane) => ({
          name,
          cells: [facts[lane]?.centre, facts[lane]?.rim, facts[lane]?.largest].map((value = Number.NaN) => ({
            text: formatExact(value),
            value,
          })),
        }))}
      />
    </>
  );
}

/** Whether the way of training is recorded, for its plane. */
function RecordPath() {
  const text = useMessages().studies.kinds.landscape;
  const session = useSession();
  const records = useStore(pageStore, (state) => state.recordsPath);
  return (
    <div>
      <CheckField label={text.recordPath} value={records} onCommit={(on) => session.recordPath(on)} />
      <p className="field-hint">{text.recordPathHint}</p>
    </div>
  );
}

export const page: StudyPage<'landscape'> = {
  View: LandscapeView,
  Settings: RecordPath,
  hidden: (plans) => (plans.some(({ norm }) => norm === 'batch') ? [] : ['statistics']),
};
