/** The seeds that make a run repeatable; that of the data only where data are drawn from it. */
import { isDrawn } from '../../config/data-sets';
import { LIMITS } from '../../config/limits';
import type { SeedsConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { useExperiment } from '../page/hooks';
import { NumberField } from '../controls/NumberField';

export function SeedsSection() {
  const { ui } = useMessages();
  const config = useExperiment();
  const { data, seeds } = config;
  const { fields } = ui.builder;
  const change = (part: Partial<SeedsConfig>) =>
    changeExperiment({ ...config, seeds: { ...seeds, ...part } });
  return (
    <div className="fields-two">
      <NumberField
        label={fields.seedInit}
        hint={fields.seedHint}
        value={seeds.init}
        bounds={LIMITS.seed}
        integer
        onCommit={(init) => change({ init })}
      />
      <NumberField
        label={fields.seedOrder}
        hint={fields.seedOrderHint}
        value={seeds.order}
        bounds={LIMITS.seed}
        integer
        onCommit={(order) => change({ order })}
      />
      {isDrawn(data.set) && (
        <NumberField
          label={fields.seedData}
          value={seeds.data}
          bounds={LIMITS.seed}
          integer
          onCommit={(seed) => change({ data: seed })}
        />
      )}
    </div>
  );
}
