/**
 * The stage: what is happening, both networks, the gradient of every layer and the loss, all in one window. Boxes keep their
 * sizes whatever runs, is selected or opens.
 */
import { memo } from 'react';
import type { LanePlan } from '../../architecture/plan-experiment';
import { CurvesPanel } from '../../charts/curves/CurvesPanel';
import { GradientPanel } from '../../charts/gradient/GradientPanel';
import { useMessages } from '../../i18n/messages';
import { laneName } from '../../state/lane-style';
import { LaneCard } from '../lanes/LaneCard';
import { Images } from '../seeing/Images';
import { Story } from '../story/Story';
import { Boundary } from './Boundary';
import { useAfterFrame, useExperiment, useIsCompact, usePlan } from './hooks';
import { MoreBar } from './PanelSections';
import type { PanelProps } from './Section';

export function Stage({ plans }: PanelProps) {
  const { instruments, parts, story } = useMessages();
  const deferred = useAfterFrame(plans);
  return (
    <div className="stage">
      <Networks plans={plans} />
      <Charts plans={deferred} />
      {/* Behind the charts for the tab key, above them to the eye: switches and charts are reached first. */}
      <Boundary name={story.label} shows={plans}>
        <Story />
      </Boundary>
      <div className="stage-images">
        <Boundary name={instruments.images.title}>
          <Images />
        </Boundary>
      </div>
      <Boundary name={parts.names.layout}>
        <MoreBar />
      </Boundary>
    </div>
  );
}

function Networks({ plans }: { readonly plans: readonly LanePlan[] }) {
  const { ui } = useMessages();
  const plan = usePlan();
  const { lanes } = useExperiment();
  const compact = useIsCompact(lanes.length);
  return (
    <section
      id="networks"
      className="stage-networks"
      data-testid="stage-networks"
      data-compact={compact}
      aria-label={ui.lanes.label}
      tabIndex={-1}
    >
      {lanes.map(({ id }, index) => (
        <Boundary key={id} name={ui.lanes.heading(laneName(id))} shows={plans[index]}>
          <LaneCard plan={plans[index] ?? plan} index={index} id={id} compact={compact} />
        </Boundary>
      ))}
    </section>
  );
}

/** After an edit they follow the networks in a frame of their own: they have nothing to show before the run has begun. */
const Charts = memo(function Charts({ plans }: PanelProps) {
  const { charts, panels } = useMessages();
  return (
    <>
      <div className="stage-gradient" id="stage-gradient" tabIndex={-1}>
        <Boundary name={panels.names.gradient} shows={plans}>
          <GradientPanel plans={plans} />
        </Boundary>
      </div>
      <div className="stage-loss">
        <Boundary name={charts.curves.title} shows={plans}>
          <CurvesPanel plans={plans} />
        </Boundary>
      </div>
    </>
  );
});
