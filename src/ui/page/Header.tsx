/** Name of the page, the question of its experiment, theme, and the sharing of its link. */
import { useStore } from 'zustand';
import { useEffect, useRef, useState } from 'react';
import { useMessages } from '../../i18n/messages';
import { pageStore, setTheme, THEMES, withoutParameters } from '../../state/page';
import { experimentStore, recordingStore } from '../../state/experiment';
import type { ExperimentConfig } from '../../config/schema';
import { encode } from '../../config/codec/url';
import { QuickChoices } from '../builder/QuickChoices';
import { Icon } from '../controls/Icon';
import { PresenterButton } from '../presenter/PresenterButton';
import { QuestionMenu } from './QuestionMenu';

export function Header() {
  const { ui } = useMessages();
  return (
    <header className="header">
      <Logo />
      <h1>{ui.title}</h1>
      <QuestionMenu />
      <QuickChoices />
    </header>
  );
}

/** At the right of the header, and behind the stage in the order of the tab key: training comes first. */
export function HeaderTools() {
  return (
    <div className="header-tools">
      <Share />
      <PresenterButton />
      <ThemeButton />
    </div>
  );
}

/** Goes from the system's theme to light, to dark, and back. */
function ThemeButton() {
  const { ui } = useMessages();
  const theme = useStore(pageStore, (state) => state.theme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const text = ui.theme.now(ui.theme[theme]);
  return (
    <button
      type="button"
      className="button button-icon"
      data-testid="theme"
      aria-label={text}
      title={text}
      onClick={() => setTheme(next)}
    >
      <Icon name={theme} />
    </button>
  );
}

function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M2 22H30" stroke="var(--ink)" strokeWidth="2" />
      <path
        d="M4 22C5 4 27 4 28 22"
        fill="none"
        stroke="var(--lane-0)"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <rect x="10" y="16" width="4" height="12" rx="1" fill="var(--ink)" />
      <rect x="18" y="16" width="4" height="12" rx="1" fill="var(--ink)" />
      <circle cx="28" cy="22" r="3" fill="var(--lane-0)" />
    </svg>
  );
}

type Outcome = { readonly kind: 'none' | 'copied' } | { readonly kind: 'refused'; readonly link: string };

const SHOWN_MILLISECONDS = 6000;

/** Copies the experiment's link, and offers it as selected text where the browser refuses the clipboard. */
function Share() {
  const { ui } = useMessages();
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const end = useStore(recordingStore, (state) => state.end);
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (outcome.kind === 'refused') field.current?.select();
    if (outcome.kind !== 'copied') return;
    const timer = setTimeout(() => setOutcome({ kind: 'none' }), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const share = async () => {
    const link = linkOf(experimentStore.getState().config);
    try {
      await navigator.clipboard.writeText(link);
      setOutcome({ kind: 'copied' });
    } catch {
      // Refused, or no clipboard at all: pages that are not served securely have none.
      setOutcome({ kind: 'refused', link });
    }
  };
  const close = () => {
    setOutcome({ kind: 'none' });
    button.current?.focus();
  };

  return (
    <div className="share">
      <button ref={button} type="button" className="button" data-testid="share" onClick={() => void share()}>
        <Icon name="share" />
        <span>{ui.share.button}</span>
      </button>
      <div className="share-outcome" role="status" data-shown={outcome.kind !== 'none'}>
        {outcome.kind === 'copied' && <span>{ui.share.copied(end)}</span>}
        {outcome.kind === 'refused' && <span>{ui.share.refused}</span>}
        {outcome.kind === 'refused' && (
          <span className="share-field">
            <input
              ref={field}
              readOnly
              value={outcome.link}
              aria-label={ui.share.fieldLabel}
              onKeyDown={(event) => event.key === 'Escape' && close()}
            />
            <button type="button" className="button" onClick={close}>
              {ui.share.close}
            </button>
          </span>
        )}
      </div>
    </div>
  );
}

/**
 * Not the address as it stands: browsers that limit how often it may change let it lag behind. And the experiment is shared,
 * not the machine that runs it, nor what is open here.
 */
export function linkOf(config: ExperimentConfig): string {
  const { origin, pathname, search } = location;
  return `${origin}${pathname}${withoutParameters(search)}${encode(config)}`;
}
