/** The charts in their places: gradients with their table first, then curves, then history. */
import type { NetworkPlan } from '../architecture/plan';
import { CurvesPanel } from '../charts/CurvesPanel';
import { GradientPanel } from '../charts/GradientPanel';
import { GradientTable } from '../charts/GradientTable';
import { HistoryPanel } from '../charts/HistoryPanel';
import { NumericsPanel } from '../charts/NumericsPanel';

export function Charts({ plan }: { readonly plan: NetworkPlan }) {
  return (
    <>
      <div className="card card-gradient">
        <GradientPanel plan={plan} />
        <GradientTable plan={plan} />
      </div>
      <div className="card">
        <CurvesPanel plan={plan} />
      </div>
      <div className="card">
        <HistoryPanel plan={plan} />
      </div>
      <div className="card">
        <NumericsPanel plan={plan} />
      </div>
    </>
  );
}
