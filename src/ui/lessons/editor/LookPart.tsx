/** Places that a step lights up: chosen from a list, or pointed at on the page. */
import { useEffect, useId, useState } from 'react';
import { useLessonEditorMessages } from '../../../i18n/lesson-editor';
import { useStudyMessages } from '../../../i18n/studies';
import { LESSON_LIMITS } from '../../../lessons/read';
import { LANE_SPOTS, PAGE_SPOTS, type Spot } from '../../../lessons/spots';
import { QUESTIONS } from '../../../studies/kinds';
import { Icon } from '../../controls/Icon';
import { PANELS } from '../../page/panels';
import { pointAt } from '../spotlight-store';
import { pickSpot } from './pick';
import { setStep, useConfigOf, useNamesIn, useStep } from './use-editor';

interface Group {
  readonly label: string;
  readonly spots: readonly (readonly [spot: Spot, name: string])[];
}

/** All places there may be with these networks, by what they belong to. */
function useSpots(): readonly Group[] {
  const { look: texts } = useLessonEditorMessages();
  const messages = useStudyMessages();
  const { experiment } = useStep();
  const config = useConfigOf(experiment);
  const nameOf = useNamesIn(config);
  return [
    { label: texts.page, spots: PAGE_SPOTS.map((spot) => [spot, texts.places[spot]]) },
    { label: texts.everyNetwork, spots: LANE_SPOTS.map((spot) => [spot, texts.lane[spot]]) },
    ...config.lanes.map(({ id }) => ({
      label: nameOf(id),
      spots: LANE_SPOTS.map((spot) => [`${spot}:${id}`, texts.ofLane(texts.lane[spot], nameOf(id))] as const),
    })),
    {
      label: texts.panels,
      spots: PANELS.map(({ name, title }) => [`panel:${name}`, title(messages)] as const),
    },
    {
      label: texts.questions,
      spots: QUESTIONS.map((kind) => [`study:${kind}`, messages.studies.kinds[kind].question] as const),
    },
  ];
}

export function LookPart() {
  const { look: texts } = useLessonEditorMessages();
  const id = useId();
  const { look } = useStep();
  const groups = useSpots();
  const names = new Map(groups.flatMap(({ spots }) => spots));
  const isFull = look.length >= LESSON_LIMITS.look;
  const [isPicking, setPicking] = useState(false);
  const [news, setNews] = useState('');
  const add = (spot: Spot): void => {
    if (!look.includes(spot)) setStep({ look: [...look, spot] });
  };
  useEffect(() => {
    if (!isPicking) return;
    return pickSpot([...names.keys()], pointAt, (spot) => {
      setPicking(false);
      if (spot !== null) add(spot);
      setNews(spot === null ? '' : texts.picked(names.get(spot) ?? spot));
    });
    // Begins and ends with the button alone: what is picked is put where the step is then.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isPicking]);
  return (
    <section className="lesson-editor-part">
      <h4>{texts.heading}</h4>
      {look.length > 0 && (
        <ul className="lesson-editor-chips">
          {look.map((spot) => (
            <li key={spot}>
              <span>{names.get(spot) ?? spot}</span>
              <button
                type="button"
                aria-label={texts.remove(names.get(spot) ?? spot)}
                onClick={() => setStep({ look: look.filter((one) => one !== spot) })}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {!isFull && (
        <div className="lesson-editor-row">
          <div className="field">
            <label htmlFor={id} className="visually-hidden">
              {texts.add}
            </label>
            <select
              id={id}
              value=""
              onChange={({ target }) => {
                const spot = [...names.keys()].find((name) => name === target.value);
                if (spot !== undefined) add(spot);
              }}
            >
              <option value="">{texts.add}</option>
              {groups.map(({ label, spots }) => (
                <optgroup key={label} label={label}>
                  {spots
                    .filter(([spot]) => !look.includes(spot))
                    .map(([spot, name]) => (
                      <option key={spot} value={spot}>
                        {name}
                      </option>
                    ))}
                </optgroup>
              ))}
            </select>
          </div>
          <button
            type="button"
            className="button button-small"
            data-testid="pick-place"
            aria-pressed={isPicking}
            onClick={() => setPicking(!isPicking)}
          >
            {texts.pick}
          </button>
        </div>
      )}
      <p role="status" className="field-hint">
        {isPicking ? texts.picking : news}
      </p>
    </section>
  );
}
