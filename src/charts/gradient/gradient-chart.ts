/** The gradient norm of every layer, or what else is chosen of it, at the newest step: with those of step 0, and kept runs behind. */
import type { Messages } from '../../i18n/messages';
import type { MetricsStore } from '../../state/metrics';
import {
  hasSameData,
  keptExperiment,
  normsOfLayer,
  type PinnedLane,
  type PinnedRun,
} from '../../state/pinned-run';
import { overlays } from '../../state/pins';
import { isPlain } from '../../state/quantity';
import { switchGroups } from '../../state/switch-groups';
import { normBand } from '../core/axes';
import { laneColour } from '../core/colours';
import { writeAttribute, writeText } from '../core/dom';
import { keptLabels, keptLine, type KeptLine } from '../core/kept-lines';
import { shortTitle } from '../core/lane-title';
import { profileLine } from '../core/layer-marks';
import type { LayerChart } from '../core/layer-plot';
import { caption, type Mark } from '../core/marks';
import { ColumnIndex, profileReader, type LaneNorms, type Profile } from '../core/series';
import { PAGE_STORES, type ChartStores } from '../core/stores';
import { formatRatio } from '../geometry/format';
import { layerAxis, type LaneAxes } from '../geometry/layer-axes';

/** Where lines of step 0, and those of before a switch, are named, as a share of the way from input to output. */
const CAPTION = 0.04;
const CAPTION_BEFORE = 0.3;

export class GradientChart implements LayerChart {
  readonly name = 'gradient';
  readonly #panel: HTMLElement;
  readonly #axes: LaneAxes;
  readonly #messages: Messages['charts'];
  readonly #stores: ChartStores;
  readonly #columns: ColumnIndex;
  readonly #read: () => Profile;
  /** Of each lane, its first and its last convolution, shown or not. */
  readonly #ends: ColumnIndex;
  readonly #initial = new InitialNorms();
  readonly labels;

  constructor(
    panel: HTMLElement,
    axes: LaneAxes,
    messages: Messages['charts'],
    stores: ChartStores = PAGE_STORES,
  ) {
    this.#panel = panel;
    this.#axes = axes;
    this.#messages = messages;
    this.#stores = stores;
    this.#columns = new ColumnIndex(axes.axes.map(({ layers }) => layers.map(({ layer }) => layer.name)));
    this.#read = profileReader(axes, stores);
    this.labels = { title: messages.gradient.ratio, of: (profile: Profile) => this.#labels(profile) };
    this.#ends = new ColumnIndex(
      axes.plans.map((plan) => {
        const { layers, ends } = layerAxis(plan);
        return (ends ?? []).map((row) => layers[row]?.layer.name ?? null);
      }),
    );
  }

  read(): Profile {
    this.#initial.follow(this.#stores.series(), this.#columns);
    return { ...this.#read(), initial: this.#initial.norms.flat().filter((norm) => norm !== undefined) };
  }

  title(): string {
    return this.#messages.shown.sign(this.#stores.quantity.getState());
  }

  what(): string {
    return this.#messages.shown.text(this.#stores.quantity.getState());
  }

  below(): readonly Mark[] {
    const initial = this.#stores.series().endStep > 1 ? this.#initial.norms : [];
    return [
      // Where the range has moved away from them, the line leaves the plot.
      ...initial.map((norms, lane) =>
        profileLine(this.#axes, norms, lane, {
          colour: laneColour(lane),
          dash: [1.5, 2.5],
          alpha: 0.7,
          free: true,
        }),
      ),
      ...this.#caption(initial, CAPTION, this.#messages.gradient.initial),
      ...this.#ghosts(),
      ...this.#kept().map(keptLine),
    ];
  }

  above(): readonly Mark[] {
    return [keptLabels(this.#kept())];
  }

  /** The ratios of the first to the last norm, for those who do not see them drawn. */
  written(profile: Profile): void {
    const ratios = this.#ratios(profile);
    this.#panel.querySelectorAll('.chart-ratio-value').forEach((element, lane) => {
      const { text = this.#messages.table.none, ratio = null } = ratios[lane] ?? {};
      writeText(element, text);
      writeAttribute(element, 'data-value', ratio === null ? '' : String(ratio));
    });
    this.#panel.querySelectorAll('.chart-ratio-before').forEach((element, lane) => {
      const before = this.#ratioBefore(lane);
      writeText(element, before === null ? '' : this.#messages.gradient.ratioBefore(before));
    });
  }

  #labels(profile: Profile) {
    return this.#ratios(profile).map(({ text: value }, lane) => ({
      name: shortTitle(profile.lanes[lane] ?? '', this.#messages),
      value,
      before: this.#ratioBefore(lane),
    }));
  }

  /** First over last norm of a lane before its skips were last switched. */
  #ratioBefore(lane: number): string | null {
    const [first, last] = this.#before(lane, this.#ends) ?? [];
    return first === undefined || last === undefined ? null : formatRatio(first, last);
  }

  /** Norms of a lane before its skips were last switched; null where they were not, or where something else is shown. */
  #before(lane: number, columns: ColumnIndex): LaneNorms | null {
    const { metrics, quantity, run, span } = this.#stores;
    const facts = run.getState();
    const own = facts.lanes.find(({ id }) => id === metrics.layout.lanes[lane]?.id);
    const group = own === undefined ? undefined : switchGroups(facts.switches, own).at(-1);
    const row = metrics.before(lane);
    const isShown = isPlain(quantity.getState()) && span.getState().span === null;
    if (row === null || group === undefined || group.on + group.off === 0 || !isShown) return null;
    return columns.in(metrics, lane, row.values);
  }

  /** The profiles of lanes as they were before their last switch, faint, each with what it is. */
  #ghosts(): readonly Mark[] {
    return this.#stores.metrics.layout.lanes.flatMap((_, lane) => {
      const norms = this.#before(lane, this.#columns);
      if (norms === null) return [];
      const style = { colour: laneColour(lane), width: 1.5, dash: [5, 4], alpha: 0.55, free: true };
      const others = this.#stores.metrics.layout.lanes.map((__, other) => (other === lane ? norms : []));
      return [
        profileLine(this.#axes, norms, lane, style),
        ...this.#caption(others, CAPTION_BEFORE, this.#messages.gradient.before),
      ];
    });
  }

  /** First over last norm of each lane, null where one of them is not known. */
  #ratios({ step }: Profile): readonly { readonly ratio: number | null; readonly text: string }[] {
    return this.#ends
      .at(this.#stores.series(), step)
      .map(([first, last]) =>
        first === undefined || last === undefined
          ? { ratio: null, text: this.#messages.table.none }
          : { ratio: first / last, text: formatRatio(first, last) },
      );
  }

  /** Names the uppermost of lines at a share of the way. Their norms do not change: it stays where it is. */
  #caption(lines: readonly LaneNorms[], share: number, words: string): readonly Mark[] {
    const { from, to } = this.#axes.reference;
    const x = Math.round(from + share * (to - from));
    const norms = lines.map((own, lane) => {
      const row = this.#axes
        .of(lane)
        .layers.findIndex(({ position, onMainLine }) => onMainLine && this.#axes.place(lane, position) >= x);
      return own[row] ?? 0;
    });
    const y = Math.max(0, ...norms.filter((norm) => normBand(norm) === null));
    return y === 0 ? [] : [caption(words, { x, y })];
  }

  /**
   * Kept runs as thin lines with their letters: the norms of their newest step, or, where a span of steps is shown, of the last
   * one of it that is kept.
   */
  #kept(): readonly KeptLine[] {
    // Of kept runs only the norms themselves are known.
    if (!isPlain(this.#stores.quantity.getState())) return [];
    const { span } = this.#stores.span.getState();
    const { mainCount, from, to } = this.#axes.reference;
    const { config } = this.#stores.experiment.getState();
    const compared = overlays(this.#stores.pins.getState()).filter(({ run }) => hasSameData(run, config));
    return compared.flatMap(({ letter, run }, place) =>
      run.lanes.map((own, lane): KeptLine => {
        const words = lane === 0 ? this.#messages.kept(letter, keptExperiment(run), config) : letter;
        const norms = placedNorms(span === null ? own : atStep(run, own, span.to), mainCount);
        return {
          place,
          lane,
          label: words,
          points: norms.map(({ position: x, norm: y }) => (normBand(y) === null ? { x, y } : null)),
          labelled: (x, y) => [x - 3 - 14 * place, y - 6],
          // Its words keep off those of the run at hand, at the ends of the lines.
          mayEnd: ({ x }) => from <= x && x <= from + LABELLED * (to - from),
        };
      }),
    );
  }
}

/** Share of the layers up to which a kept run has its label. */
const LABELLED = 0.6;

/** The norms of step 0 of a run, lane by lane; none before it. */
export class InitialNorms {
  #generation = -1;
  #norms: readonly LaneNorms[] = [];

  get norms(): readonly LaneNorms[] {
    return this.#norms;
  }

  /** The row of step 0 may be sent again, with other skip gains, until step 1 follows. */
  follow(series: MetricsStore, columns: ColumnIndex): void {
    const isNew = series.generation !== this.#generation;
    this.#generation = series.generation;
    if (isNew) this.#norms = [];
    if (series.length > 0 && (series.endStep === 1 || this.#norms.length === 0))
      this.#norms = columns.at(series, 0);
  }
}

interface PlacedNorm {
  readonly position: number;
  readonly norm: number;
}

/**
 * Norms of the main line of a kept run on an axis of `count` such layers. Projections, which stand beside the main line, are
 * left out; a network of another depth is spread over the whole axis, its first layer on the first and its last on the last.
 */
export function placedNorms(
  { layers, gradients }: Pick<PinnedLane, 'layers' | 'gradients'>,
  count: number,
): PlacedNorm[] {
  const norms = layers.flatMap((name, i) =>
    name.includes('.downsample.') ? [] : [Number(gradients[i] ?? Number.NaN)],
  );
  const stretch = norms.length === count || norms.length < 2 ? 1 : (count - 1) / (norms.length - 1);
  return norms.map((norm, i) => ({ position: i * stretch, norm }));
}

/** A kept lane with the norms of the last step up to this one that is kept, where any is. */
function atStep(run: PinnedRun, lane: PinnedLane, last: number): Pick<PinnedLane, 'layers' | 'gradients'> {
  const at = run.normSteps?.findLastIndex((step) => step <= last) ?? -1;
  if (at < 0 || lane.norms === undefined) return lane;
  return {
    layers: lane.layers,
    gradients: lane.layers.map((layer) => normsOfLayer(run, lane, layer)?.[at] ?? Number.NaN),
  };
}
