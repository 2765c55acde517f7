/** Texts that several panels put together in the same way. */
import type { LayerPlan, NetworkPlan } from '../architecture/plan';
import type { Messages } from '../i18n/messages';
import type { SwitchMark } from '../state/run';
import { formatExact } from './geometry/format';
import { classify } from './geometry/norms';

/** A layer's name with what it is: kernel, channels, size. */
export function layerText(layer: LayerPlan, messages: Messages['charts']): string {
  const { kind, kernel, input, output } = layer;
  const detail =
    kind === 'dense' ? messages.denseDetail(input, output) : messages.layerDetail(kernel, input, output);
  return messages.place(layer.name, detail);
}

/** A norm as exactly as it was measured. */
export function valueText(value: number, messages: Messages['charts']): string {
  const text = formatExact(value);
  return classify(value) === 'underflow' ? messages.underflow(text) : text;
}

/** Name of the block that a switch is for, null for all blocks. */
export function switchedBlock(mark: SwitchMark, plan: NetworkPlan): string | null {
  return mark.block === 'all' ? null : (plan.blocks[mark.block]?.name ?? String(mark.block));
}
