/** English texts: which panels stand on the page, and spans that are chosen in them. */
import { integer, ordinal } from './numerals';

export const panels = {
  title: 'Arrange panels',
  hidden: (count: number): string => `(${count} hidden)`,
  /** What panels are called whose own titles say more. */
  names: {
    gradient: 'Layer by layer',
    history: 'History of layers',
    lines: 'Layers over the steps',
  },
  up: (name: string): string => `Move ${name} up`,
  down: (name: string): string => `Move ${name} down`,
  default: 'Restore the default',
  jump: { label: 'Go to', networks: 'Networks' },
  /** Under the stage. */
  more: {
    label: 'More below',
    history: 'History',
    layer: 'Inside a layer',
    experiments: 'Questions',
    runs: 'Runs',
  },
  span: {
    label: 'Steps shown',
    /** Of a run too long to be held whole, one step of every `stride` is shown of those before `denseFrom`; else it is 1. */
    hint: (stride: number, denseFrom: number): string =>
      `All steps${stride === 1 ? '' : ` from ${integer(denseFrom)} on, and every ${ordinal(stride)} before,`} are shown. Drag over a curve or a history map to select a span.`,
    /** `stride`: as above, 1 too where no step of the span is missing. `profile`: the step that profiles show. */
    shown: (from: number, to: number, stride: number, denseFrom: number, profile: number): string =>
      `All panels show steps ${integer(from)} to ${integer(to)}${stride === 1 ? '' : `, every ${ordinal(stride)}${denseFrom > to ? '' : ` before ${integer(denseFrom)}`}`}; profiles show step ${integer(profile)}.`,
    from: 'Steps',
    to: 'to',
    clear: 'Show all steps',
  },
  layers: {
    label: 'Layers shown',
    hint: 'All layers are shown. Drag along the layers of the profile, or up or down in a history map, to select a span.',
    shown: (first: string, last: string): string =>
      `All panels of layers show ${first} to ${last}, which the diagrams frame. Escape in a chart shows all again.`,
    from: 'Layers',
    to: 'to',
    clear: 'Show all layers',
  },
};

/** English texts: a part of the page that failed, while all others go on. */
export const parts = {
  failed: (name: string): string => `“${name}” could not be shown`,
  missing: (name: string): string => `“${name}” could not be loaded`,
  /** Of one that is shown as soon as it comes. */
  late: (name: string): string => `Nothing of “${name}” has arrived for ten seconds`,
  /** Of one that could not be loaded. */
  replaced: 'The server has a newer version of this page: reload to get that.',
  restGoesOn: 'Training and the rest of the page go on.',
  again: 'Try again',
  /** Names of parts that have none on the page. */
  names: {
    header: 'Header',
    notices: 'Notices',
    legend: 'Legend and selected blocks',
    layout: 'Spans and panels',
    glossary: 'Glossary',
    speech: 'Spoken summary',
    logs: 'Log of a training',
  },
};
