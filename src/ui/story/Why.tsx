/** The figures behind the story, as they were when they were opened. */
import './why.css';
import { Suspense, useState } from 'react';
import { endLayers } from '../../architecture/end-layers';
import type { LanePlan } from '../../architecture/plan-experiment';
import { LaneMark } from '../../charts/core/LaneMark';
import { formatNorm } from '../../charts/geometry/format';
import { presetButForSkips, presetOf } from '../../config/presets';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { laneName } from '../../i18n/lane-names';
import { metricsStore } from '../../state/metrics';
import { runStore } from '../../state/run';
import { formatLoss } from '../controls/format';
import { storyFacts, WINDOW, type Ends } from './facts';
import { ratioText } from './sentence';

export function Why({ plans }: { readonly plans: readonly LanePlan[] }) {
  const { story, ui } = useMessages();
  const text = story.why;
  const [{ facts, config }] = useState(() => {
    const { config: chosen } = experimentStore.getState();
    return { config: chosen, facts: storyFacts(chosen, runStore.getState(), metricsStore, plans) };
  });
  const { lanes, measured, chance } = facts;
  const preset = presetButForSkips(config);
  const words = preset === null ? null : ui.preset.presets[preset.id];
  const isSwitched = lanes.some(({ switched }) => switched !== null);
  return (
    <Suspense>
      <h2>{text.title}</h2>
      <div className="story-figures" role="region" aria-label={text.title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.network}</th>
              {measured > 0 && <th scope="col">{text.start}</th>}
              {isSwitched && <th scope="col">{text.before}</th>}
              <th scope="col">{text.now(measured)}</th>
              <th scope="col">{text.loss(Math.min(WINDOW, metricsStore.length))}</th>
            </tr>
          </thead>
          <tbody translate="no">
            {lanes.map(({ id, start, newest, switched, loss }, index) => (
              <tr key={id}>
                <th scope="row" title={endLayers(plans[index])?.join(' / ')}>
                  <LaneMark lane={index} /> {laneName(id)}
                </th>
                {measured > 0 && <Norms ends={start} />}
                {isSwitched && <Norms ends={switched?.before ?? null} />}
                <Norms ends={newest} />
                <td>{formatLoss(loss)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lanes.map(
        ({ id, switched }) =>
          switched !== null && (
            <p key={id}>
              {text.switched(ui.lanes.name(laneName(id)), switched.on, switched.off, switched.step)}
            </p>
          ),
      )}
      <p>{text.chance(formatLoss(chance))}</p>
      <p>{text.measured}</p>
      {words !== null && (
        <>
          <h3>{words.about}</h3>
          <p>
            <span>{words.sentence}</span>
            {words.measured && <small>{` ${ui.preset.measuredNote(presetOf(config) !== null)}`}</small>}
          </p>
        </>
      )}
    </Suspense>
  );
}

/** The ratio, and the two norms that it is of. */
function Norms({ ends }: { readonly ends: Ends | null }) {
  const { charts } = useMessages();
  if (ends === null) return <td>{charts.table.none}</td>;
  return (
    <td>
      {ratioText(ends)} <small>{`${formatNorm(ends.first)} / ${formatNorm(ends.last)}`}</small>
    </td>
  );
}
