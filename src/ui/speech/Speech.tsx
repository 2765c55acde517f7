/** The page's one live region about the run: a sentence for screen readers, in nobody's sight. */
import { useEffect, useState } from 'react';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { metricsStore } from '../../state/metrics';
import { runStore } from '../../state/run';
import { usePlans } from '../page/hooks';
import { storyFacts } from '../story/facts';
import { Speaker } from './speaker';
import { spokenSummary, spokenSwitch } from './spoken';

export function Speech() {
  const messages = useMessages();
  const plans = usePlans();
  const [sentence, say] = useState('');
  useEffect(() => {
    const speaker = new Speaker(say, () => {
      const { config } = experimentStore.getState();
      return spokenSummary(storyFacts(config, runStore.getState(), metricsStore, plans), messages);
    });
    const leave = [
      metricsStore.subscribe(() => speaker.reach(metricsStore.endStep - 1)),
      runStore.subscribe((now, before) => {
        if (now.run !== before.run) speaker.begin();
        else if (now.switches.length > before.switches.length)
          speaker.now(
            messages.joins.sentences(
              now.switches.slice(before.switches.length).map((one) => spokenSwitch(one, messages)),
            ),
          );
      }),
    ];
    return () => {
      for (const stop of leave) stop();
      speaker.stop();
    };
  }, [plans, messages]);
  return (
    <p className="visually-hidden" role="status" data-testid="spoken">
      {sentence}
    </p>
  );
}
