/** What can be done with a chart: what it shows, its axis, its table, the whole screen for it. */
import type { ReactNode, RefObject } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { axisStore, fitAxes, keepFitting } from '../../state/axes';
import { enterFullScreen, isFullScreen, leaveFullScreen } from './full-screen';
import { Popup, useClose } from './Popup';

interface ChartMenuProps {
  /** Of the chart. */
  readonly title: string | null;
  readonly panel: RefObject<HTMLElement | null>;
  /** See ChartPanel. */
  readonly choices: ReactNode;
  readonly grows: boolean;
  readonly table: string | undefined;
}

export function ChartMenu(props: ChartMenuProps) {
  const text = useMessages().charts.menu;
  return (
    <Popup label={text.label(props.title)} sign="⋯" testId="chart-menu">
      <Entries {...props} />
    </Popup>
  );
}

function Entries({ panel, choices, grows, table }: ChartMenuProps) {
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
