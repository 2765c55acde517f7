/**
 * The stage: what is happening, both networks, the gradient of every layer and the loss, all in one window. Boxes keep their
 * sizes whatever runs, is selected or opens.
 */
import { memo, type ReactNode } from 'react';
import { CurvesPanel } from '../../charts/curves/CurvesPanel';
import { GradientPanel } from '../../charts/gradient/GradientPanel';
import { useMessages } from '../../i18n/messages';
import { laneName } from '../../i18n/lane-names';
import { LaneCard } from '../lanes/LaneCard';
import { Images } from '../seeing/Images';
import { Story } from '../story/Story';
import { Boundary } from './Boundary';
import { useAfterFrame, useExperiment, useIsCompact, usePlan } from './hooks';
import type { PanelProps } from './Section';

interface StageProps extends PanelProps {
  /** What stands below it; without, nothing does. */
  readonly more?: ReactNode;
}

export function Stage({ plans, more }: StageProps) {
  const { instruments, story } = useMessages();
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
      {more}
    </div>
  );
}

interface NetworksProps extends PanelProps {
  /** Whether their diagrams are always there: without, a narrow page folds them. */
  readonly areUnfolded?: boolean;
}

export function Networks({ plans, areUnfolded = false }: NetworksProps) {
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
          <LaneCard
            plan={plans[index] ?? plan}
            index={index}
            id={id}
            compact={compact}
            isUnfolded={areUnfolded}
          />
        </Boundary>
      ))}
    </section>
  );
}

/** After an edit they follow the networks in a frame of their own: they have nothing to show before the run has begun. */
const Charts = memo(function Charts({ plans }: PanelProps) {
  return (
    <>
      <Profile plans={plans} />
      <Loss plans={plans} />
    </>
  );
});

export function Profile({ plans }: PanelProps) {
  const { panels } = useMessages();
  return (
    <div className="stage-gradient" id="stage-gradient" tabIndex={-1}>
      <Boundary name={panels.names.gradient} shows={plans}>
        <GradientPanel plans={plans} />
      </Boundary>
    </div>
  );
}

export function Loss({ plans }: PanelProps) {
  const { charts } = useMessages();
  return (
    <div className="stage-loss">
      <Boundary name={charts.curves.title} shows={plans}>
        <CurvesPanel plans={plans} />
      </Boundary>
    </div>
  );
}
