/** Which panels stand on the page, and in which order: a list that opens under a heading of one line. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { LAYOUT_PANELS, layoutStore, moved, setLayout, showInLayout, USUAL_LAYOUT } from '../../state/layout';

export function LayoutMenu() {
  const { panels: text } = useMessages();
  const layout = useStore(layoutStore);
  const { order, hidden } = layout;
  const isUsual = hidden.length === 0 && order.join() === LAYOUT_PANELS.join();
  return (
    <details className="layout-menu" data-testid="layout">
      <summary>
        {text.title}
        {hidden.length > 0 && <span>{` ${text.hidden(hidden.length)}`}</span>}
      </summary>
      <ol>
        {order.map((panel, place) => (
          <li key={panel}>
            <label>
              <input
                type="checkbox"
                checked={!hidden.includes(panel)}
                onChange={(event) => showInLayout(panel, event.target.checked)}
              />
              {text.names[panel]}
            </label>
            <button
              type="button"
              className="button"
              aria-label={text.up(text.names[panel])}
              aria-disabled={place === 0}
              onClick={() => setLayout(moved(layout, panel, -1))}
            >
              ↑
            </button>
            <button
              type="button"
              className="button"
              aria-label={text.down(text.names[panel])}
              aria-disabled={place === order.length - 1}
              onClick={() => setLayout(moved(layout, panel, 1))}
            >
              ↓
            </button>
          </li>
        ))}
      </ol>
      {!isUsual && (
        <button type="button" className="button" onClick={() => setLayout(USUAL_LAYOUT)}>
          {text.usual}
        </button>
      )}
    </details>
  );
}
