/** A figure of the article: a part of the page in a frame, live while it is in view, with what is to be seen below it. */
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { decode } from '../../config/codec/url';
import { useArticleMessages } from '../../i18n/article';
import { isolated } from '../../i18n/isolated';
import { useLocale } from '../../i18n/language';
import { useMessages } from '../../i18n/messages';
import type { LessonStep } from '../../lessons/format';
import { pageStore } from '../../state/page';
import { frameAddress } from './address';
import { partOf } from './figure';
import { askFor, FIGURE, liveStore } from './live';

interface FigureProps {
  readonly id: string;
  readonly step: LessonStep;
  /** Steps that are trained unasked. */
  readonly until: number;
  /** To the step on the whole page. */
  readonly link: { readonly href: string; readonly words: string };
}

export function Figure({ id, step, until, link }: FigureProps) {
  const { figure } = useArticleMessages();
  const { ui } = useMessages();
  const part = partOf(step);
  const lanes = useMemo(() => decode(step.experiment).config.lanes, [step.experiment]);
  const caption = figure.caption(
    part,
    lanes.map(({ label, id: lane }) => isolated(ui.lanes.within(label ?? lane))),
    until,
  );
  return (
    <figure className="article-figure">
      <div className="article-frame" data-part={part} {...{ [FIGURE]: id }}>
        <Content id={id} step={step} until={until} title={figure.title(caption)} />
      </div>
      <figcaption>
        <span>{caption}</span>{' '}
        <a href={link.href}>
          {link.words}
          <span className="article-printed">: {new URL(link.href, location.href).href}</span>
        </a>
      </figcaption>
    </figure>
  );
}

interface ContentProps {
  readonly id: string;
  readonly step: LessonStep;
  readonly until: number;
  readonly title: string;
}

/** What the frame shows, or as long as it is not live, what stands in its place. */
function Content({ id, step, until, title }: ContentProps) {
  const { figure } = useArticleMessages();
  const language = useLocale();
  const theme = useStore(pageStore, (state) => state.theme);
  const isLive = useStore(liveStore, ({ live }) => live.has(id));
  const isWaiting = useStore(liveStore, ({ waiting }) => waiting.has(id));
  const isAsked = useStore(liveStore, ({ asked }) => asked === id);
  const frame = useRef<HTMLIFrameElement>(null);
  // Its button has gone, and with it the focus.
  useEffect(() => {
    if (isLive && isAsked) frame.current?.focus();
  }, [isLive, isAsked]);
  if (isLive)
    return (
      // oxlint-disable-next-line react/iframe-missing-sandbox -- it is a part of this very page, and starts workers
      <iframe
        ref={frame}
        title={title}
        src={frameAddress(location.search, {
          experiment: step.experiment,
          embed: partOf(step),
          until,
          theme,
          language,
        })}
      />
    );
  return (
    <div className="article-still">
      {isWaiting ? (
        <button type="button" className="button button-small" onClick={() => askFor(id)}>
          {figure.load}
        </button>
      ) : (
        <p>{figure.waits}</p>
      )}
    </div>
  );
}
