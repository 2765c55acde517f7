/** Contours of the loss around the weights of every lane, with one scale of colours. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { formatExact, formatNorm, formatShort } from '../../charts/geometry/format';
import { useStudyMessages } from '../../i18n/studies';
import { pageStore } from '../../state/page';
import { CheckField } from '../../ui/controls/CheckField';
import { useSession } from '../../ui/page/hooks';
import { answerOf, percent } from '../page/answer';
import { ResultTable, type StudyPage, type ViewProps } from '../page/part';
import type { LandscapeResult } from './kind';
import { verdictOf, type LandscapeFinding } from './verdict';
import { ContourChart, lossColour, sharedLevels, subgrid } from './ViewContour';

/** [lane]: the finest grid that is complete. */
function useGrids({ complete, losses, side }: LandscapeResult): readonly (readonly number[])[] {
  return useMemo(
    () => (complete === 0 ? [] : losses.map((lane) => subgrid(lane, side, complete))),
    // What is complete does not change before the next grid is.
    // oxlint-disable-next-line react/exhaustive-deps
    [complete, side],
  );
}

function Figure({ result, lanes, record }: ViewProps<'landscape'>) {
  const text = useStudyMessages().studies.kinds.landscape;
  const { complete, radii, paths, plane } = result;
  const grids = useGrids(result);
  const levels = useMemo(() => sharedLevels(grids), [grids]);
  if (complete === 0) return <p className="study-small">{text.waiting}</p>;
  if (levels === null) return <p className="study-small">{text.noneFinite}</p>;
  return (
    <>
      {record.request.plane === 'path' && plane === 'random' && <p className="study-state">{text.noPath}</p>}
      <div className="study-contours">
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
    </>
  );
}

function Tables({ result, lanes }: ViewProps<'landscape'>) {
  const text = useStudyMessages().studies.kinds.landscape;
  const { complete } = result;
  const grids = useGrids(result);
  if (complete === 0) return null;
  const last = complete - 1;
  const facts = grids.map((grid) => {
    const rim = grid.filter((_, i) => {
      const [row, column] = [Math.floor(i / complete), i % complete];
      return row === 0 || row === last || column === 0 || column === last;
    });
    const centre = grid[(grid.length - 1) / 2] ?? Number.NaN;
    return [centre, rim.reduce((sum, loss) => sum + loss, 0) / rim.length, Math.max(...grid)];
  });
  return (
    <ResultTable
      caption={text.table}
      corner={text.lane}
      columns={[text.centre, text.rim, text.largest]}
      rows={lanes.map(({ name }, lane) => ({
        name,
        cells: (facts[lane] ?? []).map((value) => ({ text: formatExact(value), value })),
      }))}
    />
  );
}

/** Whether the way of training is recorded, for its plane. */
function RecordPath() {
  const text = useStudyMessages().studies.kinds.landscape;
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
  Figure,
  Tables,
  Settings: RecordPath,
  hidden: (plans) => (plans.some(({ norm }) => norm === 'batch') ? [] : ['statistics']),
  answer: answerOf<'landscape', LandscapeFinding>({
    verdictOf,
    here: ({ plain, residual }, _, { studies }) =>
      studies.kinds.landscape.here(formatShort(plain, 2), formatShort(residual, 2)),
    paper: (_, { studies }) => studies.kinds.landscape.paper,
  }),
  measured: ({ images, step, complete, statistics, paths, captured }, _, { studies }, lanes) => {
    const text = studies.kinds.landscape;
    const recorded = lanes.flatMap(({ name }, lane) => {
      const path = paths[lane] ?? [];
      return path.length < 2
        ? []
        : [text.path(name, path.length, path[0]?.step ?? 0, percent(captured[lane] ?? Number.NaN))];
    });
    return [text.settings(images, step, complete, statistics), ...recorded];
  },
};
