/** Axes of the history: names of lanes and stages, frames of the maps, and the steps along the bottom. */
import type { ScaleLinear } from 'd3';
import type { Messages } from '../../i18n/messages';
import { drawBoxes, drawColumns, drawTexts, stepTicks, type AxisText } from '../core/axes';
import type { LaneAxes } from '../geometry/layer-axes';
import type { Plot } from '../core/plot';
import { mapHeight, MARGINS, mapTop, rowLabels, STRIP } from './history-layout';

/** Draws all axes; `x` places steps. */
export function drawHistoryAxes(
  plot: Plot,
  axes: LaneAxes,
  x: ScaleLinear<number, number>,
  lanes: readonly string[],
  messages: Messages['charts'],
): void {
  const { svg, width, height } = plot;
  const layers = axes.axes.map((axis) => axis.layers.length);
  const text = messages.history;
  const left = MARGINS.left;
  const room = width - left - MARGINS.right;
  const labels = lanes.flatMap((lane, index): AxisText[] => {
    const top = mapTop(layers, index);
    return [
      { x: left, y: top - STRIP + 20, anchor: 'start', text: lane, role: 'strong' },
      ...rowLabels(axes.of(index)).map(({ at, name }): AxisText => {
        const label =
          typeof name === 'string'
            ? text[name]
            : 'layer' in name
              ? text.layer(name.layer)
              : text.stage(name.stage + 1);
        return { x: left - 7, y: top + at + 4, anchor: 'end', text: label, role: 'label' };
      }),
    ];
  });
  drawTexts(svg, [
    ...labels,
    { x: left + room / 2, y: height - 4, anchor: 'middle', text: text.xTitle, role: 'title' },
  ]);
  drawBoxes(
    svg,
    lanes.map((_, index) => ({
      x: left - 0.5,
      y: mapTop(layers, index) - 0.5,
      width: room + 1,
      height: mapHeight(layers[index] ?? 0) + 1,
      role: 'frame',
    })),
  );
  drawColumns(svg, stepTicks(x, room), height - MARGINS.bottom);
}
