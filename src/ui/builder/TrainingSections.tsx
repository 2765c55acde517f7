/** Controls of the training, of its data, and of the seeds that make a run repeatable. */
import { DATA_SET_NAMES, dataFacts, KNOWN_SETS } from '../../config/data-sets';
import { withKnownSet, withValue } from '../../config/edit/edit';
import { SETTINGS } from '../../config/settings';
import { RateSlider } from '../controls/RateSlider';
import { useExperiment } from '../page/hooks';
import { OwnRow } from '../bring/images/OwnRow';
import { Samples } from './Samples';
import { Setting, SettingPairs, Settings } from './Setting';

/** Optimiser, schedule and loss. */
export function TrainingSection() {
  return (
    <>
      <Setting of="opt" />
      <SettingPairs of={['lr', 'momentum', 'alpha', 'beta1', 'beta2', 'decay', 'clip']} />
      <Settings of={['decay.all', 'nesterov']} />
      <Setting
        of="schedule"
        change={(config, kind) =>
          withValue(
            withValue(config, SETTINGS.schedule, kind),
            SETTINGS['momentum.cycle'],
            kind === 'one-cycle',
          )
        }
      />
      <SettingPairs of={['period', 'factor', 'warmup']} />
      <Setting of="momentum.cycle" />
      <RateSlider testId="builder-rate" explained />
      <Settings of={['loss', 'smooth', 'focus']} />
      <SettingPairs of={['batch', 'test']} />
    </>
  );
}

/** The data, and how batches are changed at random. */
export function DataSection() {
  const { data } = useExperiment();
  return (
    <>
      <Setting
        of="set"
        choices={data.set === 'own' ? DATA_SET_NAMES : KNOWN_SETS}
        change={(config, set) => (set === 'own' ? config : withKnownSet(config, set))}
      />
      <OwnRow />
      <Setting of="input" choices={dataFacts(data).sizes} />
      <Samples />
      <SettingPairs of={['shift', 'cutout']} />
      <Setting of="flip" />
    </>
  );
}

export function SeedsSection() {
  return <SettingPairs of={['seed.init', 'seed.order', 'seed.data']} />;
}
