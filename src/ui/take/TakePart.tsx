/** What can be taken along of the run: a row for each kind of it, with what it is for, and a button for each file. */
import './take.css';
import { useId, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { LaneMark } from '../../charts/core/LaneMark';
import { useLaneNames } from '../../i18n/lane-names';
import { useMessages } from '../../i18n/messages';
import { useShareMessages } from '../../i18n/share';
import { useTakeMessages } from '../../i18n/take';
import { metricsStore } from '../../state/metrics';
import { runStore } from '../../state/run';
import { CheckField } from '../controls/CheckField';
import { useExperiment, usePlans, useSession } from '../page/hooks';
import { ofMetrics, ofStage, ofWeights, type Making } from './make';
import { numbersHeld } from './history';
import { folderBytes, imageBytes, laneBytes, NUMBER_BYTES } from './sizes';
import { useTaking, type Taking } from './use-taking';

/** A file that a button saves. */
interface File {
  readonly key: string;
  /** On the button. */
  readonly label: string;
  /** Of a lane, its place. */
  readonly lane?: number;
  /** In bytes, about; absent where it cannot be told. */
  readonly size?: number;
  readonly make: Making;
}

export function TakePart() {
  const texts = useTakeMessages();
  const share = useShareMessages();
  const messages = useMessages();
  const session = useSession();
  const plans = usePlans();
  const { data, lanes } = useExperiment();
  const nameOf = useLaneNames();
  const step = useStore(runStore, (state) => state.stepCount);
  const count = useStore(runStore, (state) => state.imageCount);
  const [withImages, setWithImages] = useState(false);
  const { taking, begin, cancel } = useTaking();
  const id = useId();
  const images = imageBytes(data, count);
  const isOwn = data.set === 'own';
  const takesImages = !isOwn || withImages;
  const ofLanes = (what: 'onnx' | 'weights'): readonly File[] =>
    lanes.map(({ id: lane }, index) => ({
      key: `${what}-${lane}`,
      label: nameOf(lane),
      lane: index,
      size: laneBytes(plans[index], what),
      make: ofWeights(session, { what, lane }),
    }));
  const rows: readonly RowProps['row'][] = [
    {
      title: texts.folder,
      hint: texts.folderHint,
      files: [
        {
          key: 'folder',
          label: 'ZIP',
          size: folderBytes(plans, step, takesImages ? images : 0),
          make: ofWeights(session, { what: 'folder', images: takesImages }),
        },
      ],
      choice: isOwn && (
        <CheckField label={texts.withImages(images)} value={withImages} onCommit={setWithImages} />
      ),
    },
    {
      title: texts.notebook,
      hint: texts.notebookHint,
      files: [
        {
          key: 'notebook',
          label: 'IPYNB',
          make: ofWeights(session, { what: 'notebook', images: takesImages }),
        },
      ],
    },
    { title: texts.onnx, hint: texts.onnxHint, files: ofLanes('onnx') },
    { title: texts.weights, hint: texts.weightsHint, files: ofLanes('weights') },
    {
      title: texts.metrics,
      hint: texts.metricsHint(metricsStore.length),
      files: (['csv', 'json'] as const).map((as) => ({
        key: as,
        label: as.toUpperCase(),
        size: NUMBER_BYTES * numbersHeld(),
        make: ofMetrics(plans, as),
      })),
    },
    {
      title: texts.picture,
      hint: texts.pictureHint,
      files: (['svg', 'png'] as const).map((as) => ({
        key: as,
        label: as.toUpperCase(),
        make: ofStage(messages, as),
      })),
    },
  ];
  return (
    <section className="share-take" data-testid="take" aria-labelledby={id}>
      <h3 id={id}>{share.take}</h3>
      <ul>
        {rows.map((row) => (
          <Row key={row.title} row={row} taking={taking} begin={begin} />
        ))}
      </ul>
      <div className="take-news">
        <p role="status" data-testid="take-news" data-kind={taking.kind}>
          {newsOf(taking, texts)}
        </p>
        {taking.kind === 'making' && (
          <button type="button" className="button button-small" data-testid="take-cancel" onClick={cancel}>
            {texts.cancel}
          </button>
        )}
      </div>
    </section>
  );
}

function newsOf(taking: Taking, texts: ReturnType<typeof useTakeMessages>): string {
  switch (taking.kind) {
    case 'idle':
      return '';
    case 'making':
      return texts.making(taking.share);
    case 'saved':
      return texts.saved(taking.name, taking.size);
    case 'failed':
      return texts.failed(taking.code, taking.message);
  }
  return taking satisfies never;
}

interface RowProps {
  readonly row: {
    readonly title: string;
    /** Code stands between backticks. */
    readonly hint: string;
    readonly files: readonly File[];
    readonly choice?: ReactNode;
  };
  readonly taking: Taking;
  readonly begin: (key: string, make: Making) => void;
}

function Row({ row: { title, hint, files, choice }, taking, begin }: RowProps) {
  const texts = useTakeMessages();
  const isBusy = taking.kind === 'making';
  return (
    <li className="take-row">
      <h4>{title}</h4>
      <div className="take-what">
        <p>{hint.split('`').map((words, i) => (i % 2 === 0 ? words : <code key={i}>{words}</code>))}</p>
        {choice}
      </div>
      <div className="take-files">
        {files.map(({ key, label, lane, size, make }) => (
          <button
            key={key}
            type="button"
            className="button take-file"
            data-testid={`take-${key}`}
            data-making={isBusy && taking.key === key}
            aria-disabled={isBusy}
            aria-label={texts.save(title, label)}
            onClick={() => begin(key, make)}
          >
            {lane !== undefined && <LaneMark lane={lane} />}
            <span className="take-label">{label}</span>
            {size !== undefined && <span className="take-size">{texts.about(size)}</span>}
          </button>
        ))}
      </div>
    </li>
  );
}
