/** Which layers are drawn: what is chosen, each with what stands for it in the chart, and a field that adds another. */
import { useId, useState, useMemo } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { addLine, MOST_LINES, removeLine, drawnLayers, linesStore } from '../../state/lines';
import { panelStore } from '../../state/panels';
import { useLayerAxes } from '../core/hooks';
import { rem } from '../core/unit';
import { knownLayers, defaultLayers } from './lines-data';

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

const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [10, 3, 2, 3]];

/** Dash of a layer by its place among the chosen ones. */
export function layerDash(slot: number): number[] {
  return [...(DASHES[slot % DASHES.length] ?? [])];
}

/** Number that stands for a layer in the chart and its texts. */
export function layerNumber(slot: number): number {
  return slot + 1;
}

/** What does so and says it in words; null where none is pointed at, or the lines are not on the page. */
export function useDrawLine(plans: readonly LanePlan[]): () => string | null {
  const isHidden = useStore(panelStore, ({ hidden }) => hidden.includes('lines'));
  const { drawn } = useMessages().charts.lines;
  const axes = useLayerAxes(plans);
  return useMemo(() => {
    const [known, usual] = [knownLayers(axes), defaultLayers(axes)];
    return () => {
      const { layer } = highlightStore.getState();
      if (isHidden || layer === null) return null;
      addLine(drawnLayers(linesStore.getState().layers, known, usual), layer);
      return drawn(layer);
    };
  }, [axes, isHidden, drawn]);
}
