/** What can be done with a chart: what it shows, its axis, its table, the whole screen for it. */
import { useState, type ReactNode, type RefObject } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { axisStore, fitAxes, keepFitting } from '../../state/axes';
import type { SavedAs } from '../export/save';
import type { Exhibit } from './exhibit';
import { enterFullScreen, isFullScreen, leaveFullScreen } from './full-screen';
import { Popup, useClose } from './Popup';

interface ChartMenuProps {
  /** Of the chart. */
  readonly title: string | null;
  readonly panel: RefObject<HTMLElement | null>;
  /** What it shows now; null while it shows nothing. */
  readonly exhibit: () => Exhibit | null;
  /** Names of the lanes. */
  readonly names: readonly string[];
  /** See ChartPanel. */
  readonly choices: ReactNode;
  readonly grows: boolean;
  readonly table: string | undefined;
}

export function ChartMenu(props: ChartMenuProps) {
  const text = useMessages().charts.menu;
  const [saved, setSaved] = useState('');
  return (
    <>
      <Popup label={text.label(props.title)} sign="⋯" testId="chart-menu">
        <Entries {...props} told={setSaved} />
      </Popup>
      {/* The menu is shut by then; whoever sees sees the browser's own news of the file. */}
      <p className="visually-hidden" role="status" data-testid="saved">
        {saved}
      </p>
    </>
  );
}

interface EntriesProps extends ChartMenuProps {
  /** Hears of what was saved. */
  readonly told: (news: string) => void;
}

function Entries(props: EntriesProps) {
  const { panel, choices, grows, table } = props;
  const close = useClose();
  const text = useMessages().charts.menu;
  const { fits } = useStore(axisStore);
  const details = tableOf(panel.current, table);
  const isFull = isFullScreen(panel.current);
  const then = (act: () => void) => () => {
    close();
    act();
  };
  return (
    <>
      {choices}
      <Saving {...props} />
      {grows && (
        <>
          <button type="button" onClick={then(fitAxes)}>
            {text.fit}
          </button>
          <label className="chart-popup-check">
            <input type="checkbox" checked={fits} onChange={(event) => keepFitting(event.target.checked)} />{' '}
            {text.keepFitting}
          </label>
        </>
      )}
      {details !== null && (
        <button type="button" onClick={then(() => void showTable(details, panel.current))}>
          {text.table}
        </button>
      )}
      <button
        type="button"
        onClick={then(() => {
          if (panel.current) void (isFull ? leaveFullScreen : enterFullScreen)(panel.current);
        })}
      >
        {isFull ? text.leaveFullScreen : text.fullScreen}
      </button>
    </>
  );
}

/** A picture or the numbers of it as a file; where that fails the menu stays, and says why. */
function Saving({ title, exhibit, names, told }: EntriesProps) {
  const messages = useMessages();
  const text = messages.charts.menu;
  const close = useClose();
  const [failure, setFailure] = useState('');
  const saveAs = async (as: SavedAs): Promise<void> => {
    try {
      const shown = exhibit();
      if (shown === null) throw new Error(text.nothing);
      const { save } = await import('../export/save');
      told(text.saved(await save(shown, as, title ?? text.chart, names, messages)));
      close();
    } catch (error) {
      setFailure(text.failed(error instanceof Error ? error.message : String(error)));
    }
  };
  const kinds = exhibit()?.panes.length === 0 ? (['csv'] as const) : (['svg', 'png', 'csv'] as const);
  return (
    <>
      {kinds.map((as) => (
        <button key={as} type="button" data-testid={`save-${as}`} onClick={() => void saveAs(as)}>
          {text.save[as]}
        </button>
      ))}
      <p className="chart-popup-news" role="status">
        {failure}
      </p>
    </>
  );
}

/** The details with the table of a chart: elsewhere by their id, else below it. */
function tableOf(panel: HTMLElement | null, id: string | undefined): HTMLDetailsElement | null {
  const element =
    id === undefined ? panel?.querySelector('details.chart-details') : document.getElementById(id);
  return element instanceof HTMLDetailsElement ? element : null;
}

/** Opens a table, and what it stands in, and goes there. */
async function showTable(details: HTMLDetailsElement, panel: HTMLElement | null): Promise<void> {
  if (panel !== null && !panel.contains(details)) await leaveFullScreen(panel);
  for (let at: HTMLDetailsElement | null | undefined = details; at; at = at.parentElement?.closest('details'))
    at.open = true;
  details.scrollIntoView({ block: 'center' });
  details.querySelector('summary')?.focus({ preventScroll: true });
}
