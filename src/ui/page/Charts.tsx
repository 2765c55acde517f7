/** The charts of a run, each in its card. */
import type { LanePlan } from '../../architecture/plan-experiment';
import { CurvesPanel } from '../../charts/curves/CurvesPanel';
import { GradientPanel, GradientTable } from '../../charts/gradient/GradientPanel';
import { HistoryPanel } from '../../charts/history/HistoryPanel';
import { LinesPanel } from '../../charts/lines/LinesPanel';
import { NumericsPanel } from '../../charts/numerics/NumericsPanel';

interface ChartProps {
  readonly name: 'gradient' | 'curves' | 'history' | 'lines' | 'numerics';
  readonly plans: readonly LanePlan[];
}

export function Chart({ name, plans }: ChartProps) {
  switch (name) {
    case 'gradient':
      return (
        <div className="card card-gradient">
          <GradientPanel plans={plans} />
          <GradientTable plans={plans} />
        </div>
      );
    case 'curves':
      return (
        <div className="card">
          <CurvesPanel plans={plans} />
        </div>
      );
    case 'history':
      return (
        <div className="card">
          <HistoryPanel plans={plans} />
        </div>
      );
    case 'lines':
      return (
        <div className="card">
          <LinesPanel plans={plans} />
        </div>
      );
    case 'numerics':
      return (
        <div className="card">
          <NumericsPanel plans={plans} />
        </div>
      );
  }
  return name satisfies never;
}
