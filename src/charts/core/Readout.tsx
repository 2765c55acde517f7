/** The line of a panel that shows exact values at the cursor; its texts are written by ReadoutWriter. */
import { LaneMark } from './LaneMark';

export function Readout({ lanes, hint }: { readonly lanes: readonly string[]; readonly hint: string }) {
  return (
    <p className="chart-readout" data-empty="true">
      <span className="chart-readout-hint">{hint}</span>
      <span className="chart-readout-place" />
      {lanes.map((lane, index) => (
        <span className="chart-readout-lane" key={`${index} ${lane}`}>
          <LaneMark lane={index} /> {lane} <span className="chart-readout-value" translate="no" />
        </span>
      ))}
    </p>
  );
}
