/** Layers of a log that are drawn over the steps: one is taken away by its button, another is added by a list. */
import { useStore } from 'zustand';
import { useLogMessages } from '../../i18n/logs';
import { drawnLines } from './lines-plot';
import { layersOf } from './shown';
import { sourcesStore } from './sources';
import { toggleLine, viewStore } from './view-store';

export function LineChoice() {
  const text = useLogMessages();
  const log = useStore(sourcesStore, ({ own }) => own?.log ?? null);
  const { quantity } = useStore(viewStore);
  if (log === null) return null;
  const drawn = drawnLines(log);
  const others = layersOf(log, quantity).filter(({ layer }) => !drawn.includes(layer));
  return (
    <div className="log-lines">
      {drawn.map((layer) => (
        <button
          key={layer}
          type="button"
          className="button button-small"
          aria-label={text.removeLine(log.layers[layer]?.name ?? '')}
          onClick={() => toggleLine(layer, drawn)}
        >
          <span translate="no">{log.layers[layer]?.name}</span> <span aria-hidden="true">×</span>
        </button>
      ))}
      <select
        aria-label={text.addLine}
        data-testid="log-add-line"
        value=""
        onChange={({ target }) => toggleLine(Number(target.value), drawn)}
      >
        <option value="" disabled>
          {text.addLine}
        </option>
        {others.map(({ layer, name }) => (
          <option key={layer} value={layer}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
