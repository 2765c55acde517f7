/** The panels in their places on the page, and the menus that order them, hide them and lead to them. */
import { Activity, memo, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { histogramOf, type InstrumentName } from '../../architecture/instruments';
import { useMessages } from '../../i18n/messages';
import { inspectedLayerStore } from '../../state/inspections';
import {
  isDefaultLayout,
  intervalFor,
  isUnfolded,
  measuredFor,
  movePanel,
  panelStore,
  resetLayout,
  showOnPage,
  unfold,
} from '../../state/panels';
import { quantityStore } from '../../state/quantity';
import { CODE, openDrawer } from '../builder/drawer';
import { openHelp } from '../help/help-store';
import { Boundary } from './Boundary';
import { useIsNarrow, useSession } from './hooks';
import { PANELS } from './panels';
import type { Panel, PanelProps } from './Section';

/** Those below the stage, in the order that its reader chose. */
function usePanels(): readonly Panel[] {
  const order = useStore(panelStore, (state) => state.order);
  const placeOf = ({ name }: Panel): number => order.indexOf(name);
  return PANELS.filter(({ place }) => place === 'page').toSorted((a, b) => placeOf(a) - placeOf(b));
}

/**
 * What shows a run. After an edit it follows the networks in a frame of its own, since it has nothing to show before the
 * run has begun: so the diagrams and controls answer at once, however deep the networks.
 */
export const PagePanels = memo(function PagePanels({ plans }: PanelProps) {
  const hidden = useStore(panelStore, (state) => state.hidden);
  useMeasured();
  return usePanels().map((panel) => (
    <PanelSection key={panel.name} panel={panel} plans={plans} hidden={hidden.includes(panel.name)} />
  ));
});

/** Has the worker measure what open panels show, and no more. */
export function useMeasured(): void {
  const session = useSession();
  const isNarrow = useIsNarrow();
  // Charts show what else is measured of layers, if they are asked to.
  const layers = useStore(quantityStore, ({ quantity }) => quantity !== 'gradient');
  const inspected = useStore(inspectedLayerStore, ({ layer }) => layer);
  const besides = useMemo(
    (): InstrumentName[] => [
      ...(layers ? (['layers'] as const) : []),
      ...(inspected === null ? [] : [histogramOf(inspected)]),
    ],
    [layers, inspected],
  );
  const instruments = useStore(
    panelStore,
    useShallow((state) => measuredFor(state, isNarrow, besides)),
  );
  const every = useStore(panelStore, (state) => intervalFor(state, isNarrow, besides));
  useEffect(() => session.watch(instruments, every), [session, instruments, every]);
}

interface PanelSectionProps extends PanelProps {
  readonly panel: Panel;
  /** Whether the page does not have it at all, for now. */
  readonly hidden?: boolean;
}

/**
 * A panel, which a narrow page folds under its name, so that a phone shows a list of what there is. On a wide page it stands
 * as it is. What was never open is not rendered; what was closed, or taken off the page, keeps what was typed and chosen in
 * it, listens to nothing meanwhile, and so costs next to nothing.
 */
function PanelSection({ panel: { name, title, Content }, plans, hidden = false }: PanelSectionProps) {
  const isNarrow = useIsNarrow();
  const unfolded = useStore(panelStore, (state) => isUnfolded(state, name));
  const text = title(useMessages());
  const open = unfolded || !isNarrow;
  const [wasSeen, setWasSeen] = useState(false);
  if (open && !hidden && !wasSeen) setWasSeen(true);
  if (hidden && !wasSeen) return null;
  return (
    <Activity mode={hidden ? 'hidden' : 'visible'}>
      <details
        className="phone-section"
        id={sectionId(name)}
        open={open}
        onToggle={({ target, currentTarget }) => {
          // Those within it are heard here too.
          if (target === currentTarget && currentTarget.open !== open) unfold(name, currentTarget.open);
        }}
      >
        {/* Not on a wide page. */}
        <summary>
          <h2>{text}</h2>
        </summary>
        {/* Where one goes to: browsers leave out all that is in `details` that themselves take the focus but are no stop. */}
        <span className="visually-hidden" data-start tabIndex={-1}>
          {text}
        </span>
        <Activity mode={open ? 'visible' : 'hidden'}>
          {wasSeen && Content !== null && (
            <Boundary name={text} shows={plans}>
              <Content plans={plans} />
            </Boundary>
          )}
        </Activity>
      </details>
    </Activity>
  );
}

function sectionId(name: string): string {
  return `section-${name}`;
}

/** Which panels stand on the page, and in which order: a list that opens under a heading of one line. */
export function LayoutMenu() {
  const texts = useMessages();
  const text = texts.panels;
  const panels = usePanels();
  const hidden = useStore(panelStore, (state) => state.hidden);
  const isDefault = useStore(panelStore, isDefaultLayout);
  return (
    <details className="layout-menu" data-testid="layout">
      <summary>
        {text.title}
        {hidden.length > 0 && <span>{` ${text.hidden(hidden.length)}`}</span>}
      </summary>
      <ol>
        {panels.map(({ name, title }, place) => (
          <li key={name}>
            <label>
              <input
                type="checkbox"
                checked={!hidden.includes(name)}
                onChange={(event) => showOnPage(name, event.target.checked)}
              />
              {title(texts)}
            </label>
            <button
              type="button"
              className="button"
              aria-label={text.up(title(texts))}
              aria-disabled={place === 0}
              onClick={() => movePanel(name, -1)}
            >
              ↑
            </button>
            <button
              type="button"
              className="button"
              aria-label={text.down(title(texts))}
              aria-disabled={place === panels.length - 1}
              onClick={() => movePanel(name, 1)}
            >
              ↓
            </button>
          </li>
        ))}
      </ol>
      {!isDefault && (
        <button type="button" className="button" onClick={resetLayout}>
          {text.default}
        </button>
      )}
    </details>
  );
}

/** Opens a panel below the stage and goes there. */
export function goToPanel(name: string): void {
  showOnPage(name, true);
  unfold(name, true);
  // Where it is, is known once what is opened has its height.
  requestAnimationFrame(() => {
    const place = document.getElementById(sectionId(name));
    place?.scrollIntoView();
    const summary = place?.querySelector<HTMLElement>('summary');
    const isSeen = summary?.checkVisibility() ?? false;
    const start = isSeen ? summary : place?.querySelector<HTMLElement>('[data-start]');
    start?.focus({ preventScroll: true });
  });
}

/** What one may want next, by the names of their panels; to tables lead the menus of the charts. */
const MORE = ['history', 'layer', 'experiments', 'runs'] as const;

/** Under the stage: where it goes on below. */
export function MoreBar() {
  const text = useMessages().panels;
  return (
    <nav className="more-bar" aria-label={text.more.label}>
      {MORE.map((name) => (
        <button
          key={name}
          type="button"
          className="more-link"
          onClick={() => goToPanel(name === 'layer' ? 'instruments' : name)}
        >
          {text.more[name]}
        </button>
      ))}
    </nav>
  );
}

const JUMP_MENU = 'jump-menu';

/** On a narrow page: a list of its sections over the transport, to open one and go there. */
export function JumpMenu() {
  const texts = useMessages();
  const text = texts.panels.jump;
  const menu = useRef<HTMLElement>(null);
  const hidden = useStore(panelStore, (state) => state.hidden);
  const panels = usePanels().filter(({ name }) => !hidden.includes(name));
  /** Null: to the networks, above all panels. */
  const go = (name: string | null): void => {
    menu.current?.hidePopover();
    if (name !== null) goToPanel(name);
    else {
      const networks = document.getElementById('networks');
      scrollTo({ top: 0 });
      networks?.focus({ preventScroll: true });
    }
  };
  const help = (): void => {
    menu.current?.hidePopover();
    openHelp();
  };
  const code = (): void => {
    menu.current?.hidePopover();
    openDrawer(CODE);
  };
  return (
    <>
      <button type="button" className="button jump-button" popoverTarget={JUMP_MENU} aria-label={text.label}>
        <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M1 3h14v2H1zM1 7h14v2H1zM1 11h14v2H1z" fill="currentColor" />
        </svg>
      </button>
      <nav className="jump-menu" id={JUMP_MENU} popover="auto" ref={menu} aria-label={text.label}>
        <ul>
          <li>
            <button type="button" onClick={() => go(null)}>
              {text.networks}
            </button>
          </li>
          {panels.map(({ name, title }) => (
            <li key={name}>
              <button type="button" onClick={() => go(name)}>
                {title(texts)}
              </button>
            </li>
          ))}
          <li>
            <button type="button" data-testid="jump-code" onClick={code}>
              {texts.ui.code}
            </button>
          </li>
          <li>
            <button type="button" onClick={help}>
              {texts.ui.help}
            </button>
          </li>
        </ul>
      </nav>
    </>
  );
}
