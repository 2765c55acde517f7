/** Which layers are drawn: what is chosen, each with what stands for it in the chart, and a field that adds another. */
import { useId, useState } from 'react';
import { useMessages } from '../../i18n/messages';
import { addLine, MOST_LINES, removeLine } from '../../state/lines';
import { layerDash, layerNumber } from './line-marks';
import { rem } from '../core/unit';

interface LayerChoiceProps {
  readonly layers: readonly string[];
  /** Names of all layers of all lanes. */
  readonly known: readonly string[];
}

export function LayerChoice({ layers, known }: LayerChoiceProps) {
  const { lines: text } = useMessages().charts;
  const id = useId();
  const rest = known.filter((name) => !layers.includes(name));
  const [wanted, setWanted] = useState('');
  const next = rest.includes(wanted) ? wanted : (rest[0] ?? '');
  return (
    <div className="lines-choice">
      <ul className="lines-layers" aria-label={text.layers}>
        {layers.map((name, slot) => (
          <li key={name}>
            <svg
              className="chart-mark"
              viewBox="0 0 32 12"
              width={rem(32)}
              height={rem(12)}
              aria-hidden="true"
            >
              <line
                x1="0"
                x2="32"
                y1="6"
                y2="6"
                stroke="currentColor"
                strokeWidth="2"
                strokeDasharray={layerDash(slot).join(' ')}
              />
            </svg>
            <strong>{layerNumber(slot)}</strong> {name}
            <button
              type="button"
              className="lines-remove"
              aria-label={text.remove(name)}
              onClick={() => removeLine(layers, name)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {rest.length > 0 && (
        <form
          className="lines-add"
          onSubmit={(event) => {
            event.preventDefault();
            addLine(layers, next);
          }}
        >
          <label htmlFor={id}>{text.add}</label>
          <select
            id={id}
            data-testid="lines-layer"
            value={next}
            onChange={(event) => setWanted(event.target.value)}
          >
            {rest.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <button type="submit" className="button" data-testid="lines-add">
            {text.addButton}
          </button>
        </form>
      )}
      <p className="chart-note">{layers.length === 0 ? text.none : text.most(MOST_LINES)}</p>
    </div>
  );
}
