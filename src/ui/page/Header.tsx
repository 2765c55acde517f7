/** Name of the page, the question of its experiment, and what is brought and shared. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { pageStore, setTheme, THEMES } from '../../state/page';
import { BringButton } from '../bring/Bring';
import { QuickChoices } from '../builder/QuickChoices';
import { Icon } from '../controls/Icon';
import { LANGUAGES } from '../../i18n/languages';
import { LessonsButton } from '../lessons/Lessons';
import { MineButton } from '../mine/Mine';
import { Share } from '../share/Share';
import { LanguageSwitch } from './LanguageSwitch';
import { QuestionMenu } from './QuestionMenu';
import { useIsNarrow } from './hooks';

export function Header() {
  const { ui } = useMessages();
  return (
    <header className="header">
      <Logo />
      <h1>{ui.title}</h1>
      <LessonsButton />
      <QuestionMenu />
      <QuickChoices />
    </header>
  );
}

/** At the right of the header, and behind the stage in the order of the tab key: training comes first. */
export function HeaderTools() {
  const isNarrow = useIsNarrow();
  return (
    <div className="header-tools">
      <BringButton />
      <MineButton />
      <Share />
      {/* A phone has it at the foot: its head is the question's. */}
      {!isNarrow && <LanguageSwitch languages={LANGUAGES} />}
    </div>
  );
}

/** Goes from the system's theme to light, to dark, and back. At the foot of the page: the system's will do for most. */
export function ThemeButton() {
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

export function Logo() {
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
