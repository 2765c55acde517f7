// @vitest-environment happy-dom
/** The two plots on elements of their own, with stores of their own: what cursor, keyboard, brush and readout do, and what is drawn. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { planNetwork } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import { metricsLayout } from '../../contract/metrics';
import { english } from '../../i18n/messages';
import type { Highlight } from '../../state/highlight';
import { clearLayers, layerSpanStore } from '../../state/layer-span';
import { MetricsStore } from '../../state/metrics';
import type { StepSpan } from '../../state/span';
import { LaneAxes } from '../geometry/layer-axes';
import { normAxis } from './axes';
import { stepData } from './chart-data';
import { chartElements } from './dom';
import { LayerPlot } from './layer-plot';
import { line } from './marks';
import { profileReader } from './series';
import { StepPlot, type StepChart } from './step-plot';

const messages = english.charts;

/** A canvas that tells of paths only, by the names of what was called. */
const drawn: { readonly name: string; readonly at: readonly number[] }[] = [];
const context = new Proxy<Record<string, unknown>>(
  { measureText: () => ({ width: 10 }) },
  {
    get: (own, name) =>
      own[String(name)] ?? ((...at: number[]) => void drawn.push({ name: String(name), at })),
  },
);
const pathOf = (name: string) => drawn.filter((one) => one.name === name).map(({ at }) => at);

beforeEach(() => {
  // Units are pixels then.
  document.documentElement.style.fontSize = '15px';
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
});
afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
  clearLayers();
});

/** A panel whose plot is 776 by 200 pixels: 700 of them for 50 steps. */
function panel() {
  const root = document.createElement('section');
  root.innerHTML = `<p class="chart-readout" data-empty="true"><span class="chart-readout-place"></span><span
    class="chart-readout-value"></span></p><div class="chart-plot"><div class="chart-subplot"></div></div>`;
  document.body.append(root);
  const elements = chartElements(root);
  for (const host of elements.hosts) {
    Object.defineProperties(host, { clientWidth: { value: 776 }, clientHeight: { value: 200 } });
  }
  const readout = () =>
    root.querySelector('.chart-readout')?.getAttribute('data-empty') === 'true'
      ? null
      : ['place', 'value'].map((part) => root.querySelector(`.chart-readout-${part}`)?.textContent);
  const slider = (name: string) => elements.slider.getAttribute(`aria-value${name}`);
  return { elements, readout, slider };
}

const plan = planNetwork(
  { ...DEFAULTS.network, stemWidth: 4, stages: [{ blocks: 1, width: 4, stride: 1 }] },
  { height: 6, width: 6, channels: 1 },
  3,
);

/** A run of one lane with ten steps, whose loss at step s is s + 1, and whose norms are powers of ten by layer. */
function run() {
  const metrics = new MetricsStore(100);
  metrics.reset(metricsLayout([{ id: 'a', layers: plan.layers }]));
  for (let step = 0; step < 10; step++)
    metrics.append(Float64Array.of(step, step + 1, 0.5, ...plan.layers.map((_, row) => 10 ** -row)));
  return {
    metrics,
    series: () => metrics,
    highlight: createStore<Highlight>()(() => ({ layer: null, block: null, last: null })),
    span: createStore<{ readonly span: StepSpan | null }>()(() => ({ span: null })),
  };
}

const pointer = (clientX: number, clientY = 80) => ({ clientX, clientY, target: null });

function stepPlot() {
  const stores = run();
  const { elements, ...page } = panel();
  const invalidate = vi.fn();
  const { metrics } = stores;
  const chart: StepChart = {
    xTitle: 'step',
    name: 'loss',
    what: () => 'loss',
    data: (window) => stepData(metrics, window, [{ title: 'a: loss', lane: 0, column: 0 }], 'step'),
    series: () => metrics,
    draw: ([scene]) => {
      const axis = normAxis({
        decades: { low: 0, high: 1 },
        bands: { above: [], below: [] },
        height: scene?.pane.height ?? 0,
        title: 'loss',
        names: messages.gradient.bands,
      });
      const points = Array.from({ length: metrics.length }, (_, x) => ({ x, y: metrics.value(0, 0, x) }));
      return [{ axis, marks: [line(points, { colour: 'red' })] }];
    },
    drawTop: () => [],
    place: (step) => ({ long: `step ${step}`, short: `at ${step}` }),
    reading: (_, step) => String(metrics.value(0, 0, step)),
  };
  const plot = new StepPlot(chart, elements, messages, invalidate, stores);
  drawn.length = 0;
  return { plot, invalidate, elements, ...stores, ...page };
}

test('over steps, a pointer reads out the nearest step that is held, and keys go on from there', () => {
  const { plot, readout, slider } = stepPlot();
  plot.draw(0, true);
  expect(readout()).toBeNull();
  // 14 pixels a step, from 62 on.
  plot.point(pointer(62 + 3.4 * 14));
  plot.draw(1, false);
  expect(readout()).toEqual(['step 3', '4']);
  expect([slider('now'), slider('max'), slider('text')]).toEqual(['3', '9', 'at 3']);
  expect([plot.press('ArrowRight'), plot.announcement()]).toEqual([true, 'at 4, a 5']);
  expect([plot.press('End'), plot.shownStep(), plot.press('x')]).toEqual([true, 9, false]);
  plot.clearCursor();
  plot.draw(2, false);
  expect([readout(), plot.announcement()]).toEqual([null, messages.waiting]);
});

test('over steps, a drag chooses a span, which is then all that is in sight', () => {
  const { plot, span, invalidate } = stepPlot();
  plot.draw(0, true);
  plot.brush(pointer(62 + 2 * 14));
  plot.point(pointer(62 + 7 * 14));
  plot.draw(1, false);
  expect(pathOf('fillRect')).toEqual([[90, 0, 70, 128]]);
  plot.release();
  expect(span.getState().span).toEqual({ from: 2, to: 7 });
  expect(invalidate).toHaveBeenCalled();
  drawn.length = 0;
  plot.draw(2, true);
  // Steps 2 to 7 over the whole width; the first, before it, is left of it.
  expect(pathOf('moveTo')[0]?.[0]).toBeCloseTo(62 - (2 / 6) * 700, 9);
});

test('over steps, values are drawn once for each fresh drawing, and not as the pointer moves', () => {
  const { plot, elements } = stepPlot();
  plot.draw(0, true);
  const points = pathOf('lineTo').length;
  expect(points).toBe(9);
  expect(pathOf('moveTo')).toEqual([[62, 128]]);
  expect(pathOf('lineTo').at(-1)?.map(Math.round)).toEqual([188, 0]);
  plot.point(pointer(300));
  plot.draw(1, false);
  expect(pathOf('lineTo')).toHaveLength(points);
  const titles = [...elements.slider.querySelectorAll('.chart-text-title')].map((one) => one.textContent);
  expect(titles).toEqual(['loss', 'step']);
  plot.dispose();
  expect(elements.slider.querySelector('svg, canvas')).toBeNull();
});

function layerPlot() {
  const stores = run();
  const { elements, ...page } = panel();
  const axes = new LaneAxes([plan]);
  const chart = {
    name: 'norms',
    read: profileReader(axes, stores),
    title: () => 'norm',
    what: () => 'L2 norm',
  };
  const plot = new LayerPlot(chart, axes, elements, messages, vi.fn(), stores);
  drawn.length = 0;
  plot.draw(0, true);
  return { plot, elements, ...stores, ...page };
}

test('over layers, the cursor is the layer that is lit up in all panels', () => {
  const { plot, highlight, readout, slider } = layerPlot();
  // Four layers, from 0.6 before the first to 0.6 behind the last.
  plot.point(pointer(62 + (1.6 / 4.2) * 700));
  expect(highlight.getState()).toMatchObject({ layer: 'layer1.0.conv1', block: 0 });
  plot.draw(1, false);
  expect(readout()).toEqual(['layer1.0.conv1 (3×3, 4 → 4 channels, 6×6)', '0.100']);
  expect([slider('now'), slider('text')]).toEqual(['2', 'layer1.0.conv1']);
  plot.press('ArrowRight');
  expect([highlight.getState().layer, plot.announcement()]).toEqual([
    'layer1.0.conv2',
    'layer1.0.conv2, a 0.0100',
  ]);
  highlight.setState({ layer: 'fc', block: null });
  plot.draw(2, false);
  expect(readout()?.[1]).toBe('0.00100');
  plot.clearCursor();
  plot.draw(3, false);
  expect([readout(), plot.announcement()]).toEqual([null, '']);
});

test('over layers, each has a mark on a logarithmic axis, and a drag chooses a span of them', () => {
  const { plot } = layerPlot();
  const marks = pathOf('arc');
  expect(marks.map(([x = 0]) => Math.round(x))).toEqual([162, 329, 495, 662]);
  const steps = marks.slice(1).map(([, y = 0], i) => y - (marks[i]?.[1] ?? 0));
  for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 9);
  plot.brush(pointer(300));
  plot.point(pointer(520));
  plot.release();
  expect(layerSpanStore.getState().span).toEqual({ first: 'layer1.0.conv1', last: 'layer1.0.conv2' });
});

test('what is shown can be taken away: the numbers of a step by layer, or of all steps in sight', () => {
  const layers = layerPlot().plot.exhibit();
  expect([layers.name, layers.what, layers.step, layers.panes.length]).toEqual([
    'norms',
    'L2 norm, step 9',
    9,
    1,
  ]);
  expect(layers.data()).toEqual({
    columns: ['step', 'layer', 'a: L2 norm'],
    rows: plan.layers.map(({ name }, row) => [9, name, 10 ** -row]),
  });
  const { plot, span } = stepPlot();
  span.setState({ span: { from: 7, to: 20 } });
  const steps = plot.exhibit();
  expect([steps.what, steps.step]).toEqual(['loss', 9]);
  expect(steps.data()).toEqual({
    columns: ['step', 'a: loss'],
    rows: [
      [7, 8],
      [8, 9],
      [9, 10],
    ],
  });
});
