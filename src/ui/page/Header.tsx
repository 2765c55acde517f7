/** Name of the page, its one sentence, theme and share. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { pageStore, setTheme, THEMES } from '../../state/page';
import { BackendBadge } from './BackendBadge';
import { useIsNarrow } from './hooks';
import { Share } from './Share';

export function Header() {
  const { ui } = useMessages();
  const isNarrow = useIsNarrow();
  return (
    <header className="header">
      <Logo />
      <div className="header-title">
        <h1>{ui.title}</h1>
        <p>{ui.tagline}</p>
      </div>
      <div className="header-tools">
        {isNarrow && <BackendBadge />}
        <ThemeSwitch />
        <Share />
      </div>
    </header>
  );
}

function ThemeSwitch() {
  const { ui } = useMessages();
  const theme = useStore(pageStore, (state) => state.theme);
  return (
    <fieldset className="segments segments-small">
      <legend className="visually-hidden">{ui.theme.label}</legend>
      {THEMES.map((name) => (
        <label key={name}>
          <input
            type="radio"
            name="theme"
            value={name}
            checked={theme === name}
            onChange={() => setTheme(name)}
          />
          <span>{ui.theme[name]}</span>
        </label>
      ))}
    </fieldset>
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
