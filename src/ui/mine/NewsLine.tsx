/** What came of saving, exporting and importing, in words, with what can be done about it. */
import { useMineMessages, type MineMessages } from '../../i18n/mine';
import { useMessages } from '../../i18n/messages';
import type { FileReport } from '../../experiments/report';
import { exportUnsaved } from './files';
import { attempt, saveWhat, type News } from './shelf';

function savedText(
  { saved: { name }, isNew }: Extract<News, { kind: 'saved' }>,
  texts: MineMessages['save'],
  isLasting: boolean,
): string {
  if (!isNew) return texts.known(name);
  return isLasting ? texts.saved(name) : texts.savedForNow(name);
}

function textOf(
  news: News,
  texts: MineMessages,
  isLasting: boolean,
  sentences: (texts: readonly string[]) => string,
): string {
  const { file, list, save } = texts;
  switch (news.kind) {
    case 'saving':
      return save.saving;
    case 'saved':
      return sentences([savedText(news, save, isLasting), news.lost === null ? '' : save.lost[news.lost]]);
    case 'refused':
      return news.full ? save.full : save.refused;
    case 'failed':
      return save.failed(news.message);
    case 'exported':
      return file.exported(news.name, news.size);
    case 'too-large':
      return file.tooLarge;
    case 'reading':
      return file.reading(news.done, news.count);
    case 'imported': {
      const { report } = news;
      return report.problem === null ? file.summary(report) : file.problem(report.file, report.problem);
    }
    case 'no-run':
      return list.noRun(news.name);
  }
  return news satisfies never;
}

/** Whether something went wrong. */
export function isTrouble(news: News): boolean {
  if (news.kind === 'imported') return news.report.problem !== null;
  return ['refused', 'failed', 'too-large', 'no-run'].includes(news.kind);
}

interface NewsLineProps {
  readonly news: News;
  readonly isLasting: boolean;
}

export function NewsLine({ news, isLasting }: NewsLineProps) {
  const texts = useMineMessages();
  const { joins } = useMessages();
  return (
    <>
      <p data-testid="mine-news" data-kind={news.kind}>
        {textOf(news, texts, isLasting, joins.sentences)}
      </p>
      {news.kind === 'refused' && (
        <>
          <button
            type="button"
            className="button button-small"
            data-testid="mine-as-file"
            onClick={() => void exportUnsaved(news.what)}
          >
            {texts.save.asFile}
          </button>
          {news.what.run !== null && (
            <button
              type="button"
              className="button button-small"
              onClick={() => void attempt(() => saveWhat({ ...news.what, run: null }))}
            >
              {texts.save.withoutRun}
            </button>
          )}
        </>
      )}
      {news.kind === 'imported' && <Details report={news.report} />}
    </>
  );
}

/** Of an import, what became of each part: open where something is to be known. */
function Details({ report: { entries, lessons } }: { readonly report: FileReport }) {
  const { file } = useMineMessages();
  const { joins } = useMessages();
  const all = [...entries.map(file.entry), ...lessons.map(file.lesson)];
  if (all.length === 0) return null;
  const isPlain = [...entries, ...lessons].every(
    (one) => one.kind === 'taken' && (!('repairs' in one) || (one.repairs === 0 && one.withoutRun === null)),
  );
  return (
    <details className="mine-details" data-testid="mine-details" open={!isPlain}>
      <summary>{file.details}</summary>
      <ul aria-label={joins.stopped(file.details)}>
        {all.map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ul>
    </details>
  );
}
