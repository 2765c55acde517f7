/** Link, QR code and frame of the experiment, how they open, and what whoever opens them will see. */
import '../controls/sheet.css';
import './share.css';
import { Suspense, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { LIMITS } from '../../config/limits';
import { LANGUAGES } from '../../i18n/languages';
import { useMessages } from '../../i18n/messages';
import { useShareMessages } from '../../i18n/share';
import { experimentStore, recordingStore } from '../../state/experiment';
import { EMBEDS, type Embed, type Opening } from '../../state/opening';
import { runStore } from '../../state/run';
import { CheckField } from '../controls/CheckField';
import { ChoiceField } from '../controls/ChoiceField';
import { Icon } from '../controls/Icon';
import { NumberField } from '../controls/NumberField';
import { SelectField } from '../controls/SelectField';
import { Boundary } from '../page/Boundary';
import { lazyPart } from '../page/lazy-part';
import { frameCode, FRAME, linkOf, sharedOf } from './link';

const QrCode = lazyPart(
  () => import('./QrCode'),
  (module) => module.QrCode,
);

const TakePart = lazyPart(
  () => import('../take/TakePart'),
  (module) => module.TakePart,
);

const { max: LATEST } = LIMITS.openingStep;

/** Open from its first moment; closed by Escape too, and then calls back. */
export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const share = useShareMessages();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const config = useStore(experimentStore, (state) => state.config);
  // The step at which it was opened: the run may go on behind it.
  const [until, setUntil] = useState(() => Math.min(LATEST, runStore.getState().stepCount));
  const [plays, setPlays] = useState(false);
  const [large, setLarge] = useState(false);
  const [language, setLanguage] = useState<string | null>(null);
  const link = linkOf(config, { until, plays, language });
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    // What is beside the dialog belongs to its element too.
    const leave = ({ target }: MouseEvent) => target === element && element.close();
    element.addEventListener('click', leave);
    if (!element.open) element.showModal();
    return () => element.removeEventListener('click', leave);
  }, []);
  return (
    <dialog
      ref={dialog}
      className="sheet share-dialog"
      data-testid="share-dialog"
      data-large={large}
      aria-labelledby={id}
      onClose={onClose}
    >
      <div className="sheet-body share-body">
        <div className="sheet-head share-head">
          <h2 id={id}>{share.title}</h2>
          <button
            type="button"
            className="button button-icon"
            data-testid="share-close"
            aria-label={share.close}
            title={share.close}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        <div className="share-main">
          <Copied text={link} label={share.link} action={share.copyLink} testId="copy-link" />
          <div className="share-opening">
            <NumberField
              label={share.opensAt}
              value={until}
              bounds={LIMITS.openingStep}
              integer
              onCommit={setUntil}
            />
            <CheckField label={share.plays} value={plays} onCommit={setPlays} />
            <SelectField
              label={share.language}
              choices={['', ...LANGUAGES.map(({ tag }) => tag)]}
              text={(tag) => LANGUAGES.find((one) => one.tag === tag)?.name ?? share.ofReader}
              value={language ?? ''}
              onCommit={(tag) => setLanguage(tag === '' ? null : tag)}
            />
          </div>
          <Receiver until={until} plays={plays} />
        </div>
        <figure className="share-qr">
          <Boundary name={share.qr} shows={link}>
            <Suspense fallback={null}>
              <QrCode text={link} large={large} onResize={() => setLarge(!large)} />
            </Suspense>
          </Boundary>
        </figure>
        <Frame until={until} plays={plays} language={language} />
        <Boundary name={share.take}>
          <Suspense fallback={null}>
            <TakePart />
          </Suspense>
        </Boundary>
      </div>
    </dialog>
  );
}

/** What whoever opens the link will see. */
function Receiver({ until, plays }: { readonly until: number; readonly plays: boolean }) {
  const messages = useMessages();
  const share = useShareMessages();
  const config = useStore(experimentStore, (state) => state.config);
  const backend = useStore(runStore, (state) => state.backend);
  const end = useStore(recordingStore, (state) => state.end);
  // As long as the dialog is open: a time that flickers tells no more.
  const [milliseconds] = useState(() => runStore.getState().stepMilliseconds);
  const seconds = Number.isFinite(milliseconds) ? (until * milliseconds) / 1000 : null;
  const shared = sharedOf(config, messages);
  const changes = share.changes(shared);
  return (
    <section className="share-receiver" data-testid="receiver">
      <h3>{share.receiver}</h3>
      <ul>
        <li>{share.networks(shared)}</li>
        <li>{messages.joins.sentences([changes ?? '', share.opens({ until, plays, seconds, end })])}</li>
        <li>{messages.joins.sentences([share.exact(backend), share.stays])}</li>
      </ul>
    </section>
  );
}

/** HTML for another page, which shows a part of this one. */
function Frame({ until, plays, language }: Pick<Opening, 'until' | 'plays' | 'language'>) {
  const { joins, ui } = useMessages();
  const share = useShareMessages();
  const config = useStore(experimentStore, (state) => state.config);
  const [embed, setEmbed] = useState<Embed>('stage');
  const [size, setSize] = useState({ width: 800, height: 600 });
  const title = joins.named(ui.title, share.parts[embed]);
  const code = frameCode(linkOf(config, { embed, until, plays, language }), title, size.width, size.height);
  return (
    <details className="share-frame" data-testid="share-frame">
      <summary>{share.frame}</summary>
      <div className="share-frame-fields">
        <ChoiceField
          label={share.part}
          choices={EMBEDS}
          text={(part) => share.parts[part]}
          value={embed}
          onCommit={setEmbed}
        />
        {(['width', 'height'] as const).map((side) => (
          <NumberField
            key={side}
            label={share[side]}
            value={size[side]}
            bounds={FRAME[side]}
            integer
            onCommit={(value) => setSize({ ...size, [side]: value })}
          />
        ))}
      </div>
      <Copied text={code} label={share.code} action={share.copyCode} testId="copy-code" isCode />
    </details>
  );
}

interface CopiedProps {
  readonly text: string;
  /** Of the field. */
  readonly label: string;
  /** Of the button. */
  readonly action: string;
  /** Of the button. */
  readonly testId: string;
  /** Several lines are shown of it. */
  readonly isCode?: boolean;
}

/** A text to be copied, in a field of which it can be taken by hand where the browser refuses the clipboard. */
function Copied({ text, label, action, testId, isCode = false }: CopiedProps) {
  const share = useShareMessages();
  const field = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  const keep = (element: HTMLInputElement | HTMLTextAreaElement | null) => {
    field.current = element;
  };
  const [copied, setCopied] = useState<{ readonly text: string; readonly done: boolean } | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied({ text, done: true });
    } catch {
      // Refused, or no clipboard at all: pages that are not served securely have none.
      field.current?.focus();
      field.current?.select();
      setCopied({ text, done: false });
    }
  };
  const outcome = copied?.text !== text ? null : copied.done ? share.copied : share.refused;
  return (
    <div className="share-copied">
      {isCode ? (
        <textarea ref={keep} readOnly rows={3} value={text} aria-label={label} spellCheck={false} />
      ) : (
        <input
          ref={keep}
          readOnly
          value={text}
          aria-label={label}
          onFocus={({ target }) => target.select()}
        />
      )}
      <button
        type="button"
        className="button button-primary"
        data-testid={testId}
        onClick={() => void copy()}
      >
        {action}
      </button>
      <p role="status" className="share-outcome">
        {outcome}
      </p>
    </div>
  );
}
