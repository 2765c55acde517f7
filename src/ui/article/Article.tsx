/**
 * The lessons as one page to read, a chapter each: `?article`. The page itself runs nothing; its figures are parts of the page in
 * frames, which train while they are in view.
 */
import { useEffect, useRef } from 'react';
import { useArticleMessages } from '../../i18n/article';
import { useLocale } from '../../i18n/language';
import { LANGUAGES } from '../../i18n/languages';
import { useMessages } from '../../i18n/messages';
import { LESSONS, type LessonId } from '../../lessons/own';
import { LanguageSwitch } from '../page/LanguageSwitch';
import { Logo, ThemeButton } from '../page/Header';
import { OfflineNotes } from '../offline/OfflineNotes';
import { TermCards } from '../page/TermCards';
import { explorerAddress } from './address';
import { useChapters, type Chapter } from './chapters';
import { Step } from './Step';
import { watchFigures } from './live';
import './article.css';
import './article-print.css';

export function Article() {
  const { ui } = useMessages();
  const text = useArticleMessages();
  const main = useRef<HTMLElement>(null);
  const { chapters, load } = useChapters(useLocale());
  const areAllThere = LESSONS.every((id) => chapters[id].state !== 'loading');
  useEffect(() => {
    document.documentElement.dataset['article'] = '';
    return main.current === null ? undefined : watchFigures(main.current);
  }, []);
  useEffect(() => {
    document.title = `${text.title} · ${ui.title}`;
  }, [text, ui]);
  // The browser looked for the chapter of the address before there was one.
  useEffect(() => {
    if (areAllThere) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [areAllThere]);
  return (
    <div className="article">
      <header className="article-head">
        <a className="article-home" href={explorerAddress(location.search)} title={text.explorer}>
          <Logo />
          <span>{ui.title}</span>
        </a>
        <LanguageSwitch languages={LANGUAGES} />
        <ThemeButton />
      </header>
      <nav className="article-contents" aria-label={text.contents}>
        <ol>
          {LESSONS.map((id) => (
            <li key={id}>
              <a href={`#${id}`}>{titleOf(chapters[id])}</a>
            </li>
          ))}
        </ol>
      </nav>
      <main ref={main}>
        <h1>{text.title}</h1>
        <p className="article-lead">{text.lead}</p>
        <p>{text.answers}</p>
        {LESSONS.map((id, index) => (
          <ChapterSection
            key={id}
            id={id}
            number={index + 1}
            chapter={chapters[id]}
            onAgain={() => load(id)}
          />
        ))}
      </main>
      <div className="page-notices">
        <OfflineNotes />
      </div>
      <TermCards />
    </div>
  );
}

function titleOf(chapter: Chapter): string {
  return chapter.state === 'there' ? chapter.lesson.title : '…';
}

interface ChapterProps {
  readonly id: LessonId;
  readonly number: number;
  readonly chapter: Chapter;
  readonly onAgain: () => void;
}

function ChapterSection({ id, number, chapter, onAgain }: ChapterProps) {
  const text = useArticleMessages();
  if (chapter.state !== 'there')
    return (
      <section id={id} className="article-chapter" data-chapter={id}>
        {chapter.state === 'loading' ? (
          <p role="status">{text.loading}</p>
        ) : (
          <p role="alert">
            <span>{text.missing}</span>{' '}
            <button type="button" className="button button-small" onClick={onAgain}>
              {text.again}
            </button>
          </p>
        )}
      </section>
    );
  const { title, summary, steps } = chapter.lesson;
  return (
    <section id={id} className="article-chapter" data-chapter={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        <span className="article-number">{number}</span> {title}
      </h2>
      <p className="article-summary">{summary}</p>
      {steps.map((step, index) => (
        <Step key={index} lesson={id} number={index + 1} step={step} before={steps[index - 1] ?? null} />
      ))}
    </section>
  );
}
