/** The link of an experiment, the code of a frame that shows it on another page, and what whoever opens it will see. */
import { depthOf } from '../../architecture/plan';
import { isClassicPlan, planLanes } from '../../architecture/plan-experiment';
import { encode } from '../../config/codec/url';
import type { ExperimentConfig } from '../../config/schema';
import { isolated } from '../../i18n/isolated';
import type { Shared } from '../../i18n/en/share-dialog';
import type { Messages } from '../../i18n/messages';
import { withOpening, type Opening } from '../../state/opening';
import { withoutParameters } from '../../state/page';

/**
 * Not the address as it stands: browsers that limit how often it may change let it lag behind. And the experiment is shared,
 * not the machine that runs it, nor what is open here.
 */
export function linkOf(config: ExperimentConfig, opening: Partial<Opening> = {}): string {
  const { origin, pathname, search } = location;
  const query = withOpening(withoutParameters(search), {
    embed: null,
    until: 0,
    plays: false,
    theme: null,
    language: null,
    ...opening,
  });
  return `${origin}${pathname}${query}${encode(config)}`;
}

/** Sides that a frame may have, in CSS pixels; the parts are made to fit from the smallest on. */
export const FRAME = { width: { min: 320, max: 3840 }, height: { min: 240, max: 2160 } } as const;

/** HTML of a frame with this address, width × height in CSS pixels. */
export function frameCode(address: string, title: string, width: number, height: number): string {
  const text = (value: string): string =>
    value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<iframe src="${text(address)}" title="${text(title)}" width="${width}" height="${height}" style="border: 0; max-width: 100%" loading="lazy"></iframe>`;
}

/** What stands in the link of an experiment. */
export function sharedOf(
  config: ExperimentConfig,
  { dataSets, settings, ui }: Pick<Messages, 'dataSets' | 'settings' | 'ui'>,
): Shared {
  const { data, lanes, network, timeline, rates } = config;
  const plans = planLanes(config);
  const shares = lanes.some((lane) => lane.network === undefined && lane.classic === undefined);
  const stepsOf = (events: readonly { readonly step: number }[]) => [
    ...new Set(events.map(({ step }) => step)),
  ];
  return {
    networks: lanes.map(({ id, label }, index) => {
      const plan = plans[index];
      const depth = plan === undefined ? 0 : isClassicPlan(plan) ? plan.layers.length : depthOf(plan);
      return { name: isolated(label ?? ui.lanes.name(id)), depth };
    }),
    common: shares ? { norm: network.norm, activation: settings.act.choices[network.activation] } : null,
    dataSet: dataSets[data.set].name,
    inputSize: data.inputSize,
    switchSteps: stepsOf(timeline),
    rateSteps: stepsOf(rates),
  };
}
