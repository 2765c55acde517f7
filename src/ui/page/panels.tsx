/**
 * The panels of the page but for those of the stage, in their default order: the one list that the page, its menus, its
 * sections on a phone, what the worker measures and the query of the address are made from.
 *
 * To add one: write its component and its texts, and give it an entry here. A card below the stage has the place `page`; one
 * that costs something to measure best stands within the live instruments, where it costs nothing until it is opened.
 */
import { Suspense, type ComponentType } from 'react';
import { StudiesSection } from '../../studies/page/StudiesSection';
import { Instruments } from '../instruments/Instruments';
import { lazyPart } from './lazy-part';
import type { Panel, PanelProps } from './Section';

/** Steps from one measurement of the streams in the diagrams to the next. */
const FLOW_INTERVAL = 5;

/** What stands in one card. */
const card =
  (className: string, ...parts: readonly ComponentType<PanelProps>[]) =>
  ({ plans }: PanelProps) => (
    <div className={className}>
      {parts.map((Part, i) => (
        <Part key={i} plans={plans} />
      ))}
    </div>
  );

/** What comes when it is first shown. */
function later<M>(load: () => Promise<M>, choose: (module: M) => ComponentType<PanelProps>) {
  const Part = lazyPart(load, choose);
  return (props: PanelProps) => (
    <Suspense fallback={<p className="chart-note" aria-busy="true" />}>
      <Part {...props} />
    </Suspense>
  );
}

/** Closed until somebody wants them. */
const WITHIN_INSTRUMENTS: readonly Panel[] = [
  {
    name: 'streams',
    title: ({ instruments }) => instruments.panels.streams,
    place: 'instruments',
    measures: ['streams'],
    Content: later(
      () => import('../instruments/StreamsPanel'),
      (module) => module.StreamsPanel,
    ),
  },
  {
    name: 'ratio',
    title: ({ charts }) => charts.ratio.title,
    place: 'instruments',
    measures: ['layers'],
    Content: later(
      () => import('../../charts/ratio/RatioPanel'),
      (module) => module.RatioPanel,
    ),
  },
  {
    // Measured between steps, when it is asked for.
    name: 'predictions',
    title: ({ instruments }) => instruments.panels.predictions,
    place: 'instruments',
    Content: later(
      () => import('../instruments/PredictionsPanel'),
      (module) => module.PredictionsPanel,
    ),
  },
  {
    // Has histograms of the layer measured that it shows.
    name: 'layer',
    title: ({ instruments }) => instruments.panels.layer,
    place: 'instruments',
    Content: later(
      () => import('../instruments/LayerPanel'),
      (module) => module.LayerPanel,
    ),
  },
];

export const PANELS: readonly Panel[] = [
  {
    name: 'flow',
    title: ({ instruments }) => instruments.flow.label,
    place: 'diagrams',
    isOpen: true,
    measures: ['streams'],
    // At every step it would cost a tenth of it and more.
    every: FLOW_INTERVAL,
    Content: null,
  },
  {
    name: 'history',
    title: ({ panels }) => panels.names.history,
    place: 'page',
    Content: card(
      'card',
      later(
        () => import('../../charts/history/HistoryPanel'),
        (module) => module.HistoryPanel,
      ),
    ),
  },
  {
    name: 'lines',
    title: ({ panels }) => panels.names.lines,
    place: 'page',
    Content: card(
      'card',
      later(
        () => import('../../charts/lines/LinesPanel'),
        (module) => module.LinesPanel,
      ),
    ),
  },
  {
    name: 'numerics',
    title: ({ runs }) => runs.numerics.title,
    place: 'page',
    Content: card(
      'card',
      later(
        () => import('../../charts/numerics/NumericsPanel'),
        (module) => module.NumericsPanel,
      ),
    ),
  },
  {
    name: 'instruments',
    title: ({ instruments }) => instruments.title,
    place: 'page',
    Content: ({ plans }) => <Instruments panels={WITHIN_INSTRUMENTS} plans={plans} />,
  },
  ...WITHIN_INSTRUMENTS,
  {
    name: 'runs',
    title: ({ runs }) => runs.pins.title,
    place: 'page',
    Content: later(
      () => import('../runs/RunsPanel'),
      (module) => module.RunsPanel,
    ),
  },
  {
    name: 'table',
    title: ({ charts }) => charts.table.summary,
    place: 'page',
    Content: card(
      'card',
      later(
        () => import('../../charts/gradient/GradientTable'),
        (module) => module.GradientTable,
      ),
      later(
        () => import('../../charts/curves/CurvesTable'),
        (module) => module.CurvesTable,
      ),
    ),
  },
  {
    name: 'claims',
    title: ({ regimeClaims }) => regimeClaims.title,
    place: 'page',
    Content: later(
      () => import('../claims/RegimeClaims'),
      (module) => module.RegimeClaims,
    ),
  },
  {
    name: 'experiments',
    title: ({ studies }) => studies.title,
    place: 'page',
    Content: StudiesSection,
  },
  {
    name: 'builder',
    title: ({ ui }) => ui.builder.label,
    place: 'drawer',
    Content: null,
  },
  {
    name: 'code',
    title: ({ ui }) => ui.code,
    place: 'drawer',
    Content: null,
  },
];
