/** The charts in their places: gradients with their table first, then curves, then history. */
import type { LanePlan } from '../architecture/plan-experiment';
import { CurvesPanel } from '../charts/CurvesPanel';
import { GradientPanel } from '../charts/GradientPanel';
import { GradientTable } from '../charts/GradientTable';
import { HistoryPanel } from '../charts/HistoryPanel';
import { NumericsPanel } from '../charts/NumericsPanel';

export function Charts({ plans }: { readonly plans: readonly LanePlan[] }) {
  return (
    <>
      <div className="card card-gradient">
        <GradientPanel plans={plans} />
        <GradientTable plans={plans} />
      </div>
      <div className="card">
        <CurvesPanel plans={plans} />
      </div>
      <div className="card">
        <HistoryPanel plans={plans} />
      </div>
      <div className="card">
        <NumericsPanel plans={plans} />
      </div>
    </>
  );
}
