/** Texts that several panels put together in the same way. */
import type { LayerPlan } from '../../architecture/plan';
import type { Messages } from '../../i18n/messages';
import { classify, formatReading } from '../geometry/format';
import type { LaneAxes, LanePlace } from '../geometry/layer-axes';

/** A layer's name with what it is: kernel, channels, size. */
export function layerText(layer: LayerPlan, messages: Messages['charts']): string {
  const { kind, kernel, input, output } = layer;
  const detail =
    kind === 'dense' ? messages.denseDetail(input, output) : messages.layerDetail(kernel, input, output);
  return messages.place(layer.name, detail);
}

/** A norm as it is read out. */
function valueText(value: number, messages: Messages['charts']): string {
  const text = formatReading(value);
  return classify(value) === 'underflow' ? messages.underflow(text) : text;
}

/** A lane's norm at the layer that stands for the cursor's, with that layer's name where it is another. */
export function readingText(
  axes: LaneAxes,
  cursor: LanePlace,
  lane: number,
  value: number | undefined,
  messages: Messages['charts'],
): string {
  if (value === undefined) return messages.table.none;
  const text = valueText(value, messages);
  const name = axes.layer({ lane, row: axes.counterpart(cursor, lane) })?.layer.name ?? '';
  return name === axes.layer(cursor)?.layer.name ? text : messages.counterpart(name, text);
}
