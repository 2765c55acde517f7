/** Who is taken for whom by one network: a table of counts, shaded by their share of the true class. */
import { memo } from 'react';
import { LaneMark } from '../../charts/core/LaneMark';
import { confusionOf } from '../../charts/core/predictions';
import { useMessages } from '../../i18n/messages';
import { formatPercent } from '../controls/format';
import { useLaneName, useLaneSlot } from '../../state/lane-style';

interface ConfusionProps {
  readonly lane: string;
  /** Its place decides its colour. */
  readonly place: number;
  readonly classes: readonly string[];
  readonly labels: Uint8Array;
  readonly predicted: readonly number[];
  readonly onChoose: (truth: number, predicted: number) => void;
}

export const Confusion = memo(function Confusion(props: ConfusionProps) {
  const { lane, place, classes, labels, predicted, onChoose } = props;
  const { predictions: text } = useMessages().instruments;
  const called = useLaneName(lane);
  const slot = useLaneSlot(place);
  const counts = confusionOf(predicted, labels, classes.length);
  const right = counts.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
  const lost = predicted.filter((one) => one < 0).length;
  return (
    <div className="confusion" style={{ '--lane': `var(--lane-${slot})` } as React.CSSProperties}>
      <div
        className="chart-table-scroll confusion-scroll"
        role="region"
        tabIndex={0}
        aria-label={text.confusion(called)}
      >
        <table data-testid={`confusion-${lane}`}>
          <caption>
            <LaneMark lane={place} /> <strong>{called}</strong>{' '}
            <span>
              {`${text.right(right, labels.length, formatPercent(right / labels.length))}${
                lost > 0 ? `, ${text.notFinite(lost)}` : ''
              }`}
            </span>
          </caption>
          <thead>
            <tr>
              <th scope="col">{text.trueClass}</th>
              {classes.map((name, column) => (
                <th scope="col" key={name} title={name}>
                  <span aria-hidden="true">{column}</span>
                  <span className="visually-hidden">{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((row, truth) => {
              const sum = row.reduce((total, count) => total + count, 0);
              const name = classes[truth] ?? '';
              return (
                <tr key={name}>
                  <th scope="row">
                    <span aria-hidden="true">{`${truth} `}</span>
                    {name}
                  </th>
                  {row.map((count, column) => (
                    <td
                      key={classes[column]}
                      data-right={truth === column}
                      title={text.cell(name, classes[column] ?? '', count)}
                      style={{ '--share': sum === 0 ? 0 : count / sum } as React.CSSProperties}
                      onClick={() => onChoose(truth, column)}
                    >
                      {count === 0 ? '' : count}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
});
