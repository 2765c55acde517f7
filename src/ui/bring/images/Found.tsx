/** What was found in the files, and what the reader settles before they are taken in. */
import { useId, useState } from 'react';
import { OWN_LIMITS } from '../../../config/data-sets';
import { useBringMessages } from '../../../i18n/bring';
import type { Found as Facts, ImportChoices } from '../../../images/report';
import { ChoiceField } from '../../controls/ChoiceField';
import { NumberField } from '../../controls/NumberField';
import { TextField } from '../../controls/TextField';
import { takeIn, startOver } from './images-store';
import { LeftOut } from './LeftOut';
import { useWanted } from './use-set';

const SIDES = [16, 24, 32, 48, 64] as const;

export function Found({ found }: { readonly found: Facts }) {
  const { found: texts } = useBringMessages().images;
  const wanted = useWanted();
  const id = useId();
  const [choices, setChoices] = useState<ImportChoices>(() => ({
    name: (wanted?.own.name ?? found.name).slice(0, OWN_LIMITS.name.max),
    // What a link asks for, where one does.
    side: wanted?.inputSize ?? found.suggestion.side,
    channels:
      wanted?.own.channels === 1 || wanted?.own.channels === 3
        ? wanted.own.channels
        : found.suggestion.channels,
    classes: found.classes.map(({ name }, index) => ({ index, name })),
  }));
  const change = (changes: Partial<ImportChoices>): void => setChoices({ ...choices, ...changes });
  const countOf = (index: number): number => {
    const one = found.classes[index];
    return one === undefined ? 0 : one.train + one.test;
  };
  const count = choices.classes.reduce((sum, { index }) => sum + countOf(index), 0);
  const all = found.classes.reduce((sum, _, index) => sum + countOf(index), 0);
  const isShort = choices.classes.length < OWN_LIMITS.classes.min;
  const sides = [...new Set([...SIDES, found.suggestion.side, choices.side])].sort((a, b) => a - b);
  return (
    <div className="found">
      <div className="found-head" data-testid="found">
        <h3>{texts.title(found.kind, all, found.classes.length)}</h3>
        <p className="field-hint">
          {[
            found.sizes === null ? '' : texts.sizes(found.sizes.least, found.sizes.greatest),
            texts.split[found.split],
            found.validation === null ? '' : texts.validation[found.validation],
            found.isSettled ? texts.settled : '',
          ]
            .filter((text) => text !== '')
            .join(' · ')}
        </p>
        <LeftOut skipped={found.skipped} />
      </div>
      <div className="found-fields">
        <div className="field">
          <span aria-hidden="true" className="found-label">
            {texts.name}
          </span>
          <TextField
            label={texts.name}
            value={choices.name}
            most={OWN_LIMITS.name.max}
            onCommit={(name) => change({ name: name === '' ? choices.name : name })}
          />
        </div>
        {!found.isSettled && (
          <>
            <div className="found-side">
              <ChoiceField
                label={texts.side}
                choices={sides}
                text={String}
                value={choices.side}
                onCommit={(side) => change({ side })}
              />
              <NumberField
                label={texts.otherSide}
                hideLabel
                value={choices.side}
                bounds={OWN_LIMITS.side}
                integer
                onCommit={(side) => change({ side })}
              />
            </div>
            <ChoiceField
              label={texts.colour}
              choices={[1, 3] as const}
              text={(channels) => texts.colours[channels]}
              value={choices.channels}
              onCommit={(channels) => change({ channels })}
            />
          </>
        )}
      </div>
      <fieldset className="found-classes" disabled={found.isSettled}>
        <legend>{texts.classes}</legend>
        <ul>
          {found.classes.map((one, index) => {
            const chosen = choices.classes.find((each) => each.index === index);
            return (
              <li key={one.name}>
                <input
                  type="checkbox"
                  aria-label={texts.use(one.name)}
                  checked={chosen !== undefined}
                  onChange={({ target }) =>
                    change({
                      classes: target.checked
                        ? [...choices.classes, { index, name: one.name }].sort((a, b) => a.index - b.index)
                        : choices.classes.filter((each) => each.index !== index),
                    })
                  }
                />
                <TextField
                  label={texts.nameOf(one.name)}
                  value={chosen?.name ?? one.name}
                  most={OWN_LIMITS.name.max}
                  onCommit={(name) => {
                    if (name === '') return;
                    change({
                      classes: choices.classes.map((each) => (each.index === index ? { index, name } : each)),
                    });
                  }}
                />
                <span className="found-count">{texts.counts(one.train, one.test)}</span>
              </li>
            );
          })}
        </ul>
      </fieldset>
      <p id={id} className={isShort ? 'field-problem' : 'field-hint'} role="status">
        {isShort ? texts.least : texts.room(count * choices.side * choices.side * choices.channels)}
      </p>
      <div className="bring-actions">
        <button type="button" className="button" onClick={startOver}>
          {texts.back}
        </button>
        <button
          type="button"
          className="button button-primary"
          data-testid="take-in"
          disabled={isShort}
          aria-describedby={id}
          onClick={() => takeIn(choices)}
        >
          {texts.take(count)}
        </button>
      </div>
    </div>
  );
}
