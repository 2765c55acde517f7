/**
 * A part of the page in a frame of another: the stage, or one of its charts, or its networks, under a bar that trains and
 * leads to the whole page.
 */
import { Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { LIMITS } from '../../config/limits';
import { useMessages } from '../../i18n/messages';
import { openingOf, type Embed } from '../../state/opening';
import { runStore } from '../../state/run';
import { Icon } from '../controls/Icon';
import { Bring } from '../bring/Bring';
import { Lessons } from '../lessons/Lessons';
import { Boundary } from '../page/Boundary';
import { useAfterFrame, useExperiment, usePlans, useSession } from '../page/hooks';
import { lazyPart } from '../page/lazy-part';
import { Divergence, Failure, Notices } from '../page/Notices';
import { useMeasured } from '../page/PanelSections';
import type { PanelProps } from '../page/Section';
import { Loss, Networks, Profile, Stage } from '../page/Stage';
import { TermCards } from '../page/TermCards';
import { Progress } from '../page/Transport';
import { linkOf } from './link';

/** Nothing is shown before its sheet has come. Its code comes with the page: all that it needs is of that. */
const Sheet = lazyPart(
  () => import('./part.css'),
  () => () => null,
);

export function Part({ embed }: { readonly embed: Embed }) {
  const { parts, share, ui } = useMessages();
  const plans = usePlans();
  useEffect(() => {
    document.documentElement.dataset['embed'] = embed;
  }, [embed]);
  return (
    <Suspense fallback={null}>
      <Sheet />
      <Boundary name={ui.transport.label}>
        <Bar />
      </Boundary>
      <main className="part" data-testid={`embed-${embed}`} aria-label={share.embed.label}>
        <h1 className="visually-hidden">{share.embed.label}</h1>
        <Content embed={embed} plans={plans} />
        {embed === 'stage' && <Lessons />}
      </main>
      <div className="page-notices">
        <Boundary name={parts.names.notices} shows={plans}>
          <Failure />
          <Divergence />
          <Notices />
        </Boundary>
      </div>
      <Bring />
      <TermCards />
    </Suspense>
  );
}

function Content({ embed, plans }: PanelProps & { readonly embed: Embed }) {
  const deferred = useAfterFrame(plans);
  switch (embed) {
    case 'stage':
      return <MeasuredStage plans={plans} />;
    case 'diagram':
      return <MeasuredNetworks plans={plans} />;
    case 'profile':
      return <Profile plans={deferred} />;
    case 'loss':
      return <Loss plans={deferred} />;
  }
  return embed satisfies never;
}

function MeasuredStage({ plans }: PanelProps) {
  useMeasured();
  return <Stage plans={plans} />;
}

function MeasuredNetworks({ plans }: PanelProps) {
  useMeasured();
  return <Networks plans={plans} areUnfolded />;
}

/** Trains, tells the step, and leads to the whole page, which opens at it. */
function Bar() {
  const { share, ui } = useMessages();
  const session = useSession();
  const config = useExperiment();
  const status = useStore(runStore, (state) => state.status);
  const intent = useStore(runStore, (state) => state.intent);
  const stepCount = useStore(runStore, (state) => state.stepCount);
  const replays = status.kind === 'preparing' && status.phase === 'replaying';
  const going = replays || (intent === null ? status.kind === 'running' : intent === 'train');
  const [{ language }] = useState(() => openingOf(location.search));
  const pause = () => (replays ? session.stopReplay() : session.pause());
  return (
    <section className="part-bar" aria-label={ui.transport.label}>
      <button
        type="button"
        className="button button-small button-primary"
        data-testid="train"
        data-going={going}
        disabled={status.kind === 'failed'}
        onClick={() => (going ? pause() : session.train())}
      >
        <Icon name={going ? 'pause' : 'train'} />
        <span>{going ? ui.transport.pause : ui.transport.train}</span>
      </button>
      <p className="part-clock">
        <span>{ui.transport.stepCount}</span>{' '}
        <strong data-testid="step-count" translate="no">
          {stepCount}
        </strong>
      </p>
      <Progress />
      <a
        className="part-open"
        data-testid="open-whole"
        href={linkOf(config, { until: Math.min(stepCount, LIMITS.openingStep.max), language })}
        target="_blank"
        rel="noopener"
        title={share.embed.openHint}
      >
        {share.embed.open}
        <span aria-hidden="true"> ↗</span>
      </a>
    </section>
  );
}
