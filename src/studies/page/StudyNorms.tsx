/** Says before a study is begun that a norm of a network it makes sees a single value, where none at hand does. */
import { loneNorms } from '../../architecture/lone-norms';
import { depthsOf, withDepth } from '../../config/edit/edit';
import { CHOICES } from '../../config/limits';
import type { ExperimentConfig, NetworkConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { useExperiment } from '../../ui/page/hooks';
import type { Requests, StudyTab } from './requests';

/** The experiments that a study makes of the one at hand, as far as their norms are others. */
function madeFrom(config: ExperimentConfig, request: Requests[StudyTab]): readonly ExperimentConfig[] {
  const varied = (part: Partial<NetworkConfig>): ExperimentConfig => ({
    ...config,
    network: { ...config.network, ...part },
    lanes: config.lanes.map((lane) =>
      lane.network === undefined ? lane : { ...lane, network: { ...lane.network, ...part } },
    ),
  });
  switch (request.kind) {
    case 'init':
    case 'shattering':
    case 'degradation':
      return depthsOf(config, request.depths).map((depth) => withDepth(config, depth));
    case 'zoo':
      if (request.zoo === 'order') return CHOICES.order.map((order) => varied({ order }));
      return [varied(request.zoo === 'shortcut' ? { shortcut: 'C' } : { norm: 'batch' })];
    case 'lesion':
    case 'landscape':
    case 'paths':
      return [];
  }
  return request satisfies never;
}

export function StudyNorms({ request }: { readonly request: Requests[StudyTab] }) {
  const { loneNorms: text } = useMessages().notices;
  const config = useExperiment();
  if (loneNorms(config).length > 0) return null;
  const residual = { ...config, lanes: config.lanes.filter(({ classic }) => classic === undefined) };
  const [first] = madeFrom(residual, request).flatMap(loneNorms);
  return first === undefined ? null : (
    <p className="study-settings" data-testid="study-norms">
      {text.study(first.norm.name)}
    </p>
  );
}
