/** The door for the log of a training: hook.py and the lines that use it, and a file that is chosen, or followed as it grows. */
import './door.css';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useLogMessages } from '../../i18n/logs';
import hook from '../../logs/hook.py?raw';
import { closeBring } from '../bring/bring-store';
import { openLog, sourcesStore } from './sources';
import { placeStore } from './place';

/** What a training needs of it. */
const USAGE = `from hook import Hook

hook = Hook(model, optimizer, "run.jsonl")
…
hook.log(loss=loss)  # before optimizer.step()`;

type Picker = (options: {
  readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
}) => Promise<readonly FileSystemFileHandle[]>;

/** What chooses a file that can be read again; null where the browser has no such thing. */
function picker(): Picker | null {
  const found: unknown = Reflect.get(globalThis, 'showOpenFilePicker');
  return typeof found === 'function' ? (found.bind(globalThis) as Picker) : null;
}

const ACCEPTED = ['.jsonl', '.ndjson', '.csv', '.tsv'] as const;

export function LogDoor() {
  const text = useLogMessages().door;
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const known = useStore(sourcesStore, ({ own }) => own?.name ?? null);
  const open = (source: File | FileSystemFileHandle): void => {
    openLog(source, source.name);
    closeBring();
  };
  const follow = async (): Promise<void> => {
    try {
      const types = [{ accept: { 'text/plain': ACCEPTED } }];
      const [handle] = (await picker()?.({ types })) ?? [];
      if (handle !== undefined) open(handle);
    } catch {
      // The reader chose none.
    }
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(hook);
    setCopied(true);
  };
  return (
    <div className="log-door">
      <p>{text.lead}</p>
      <pre tabIndex={0} aria-label={text.usage} translate="no">
        <code>{USAGE}</code>
      </pre>
      <div className="log-door-buttons">
        <a
          className="button"
          href={`data:text/x-python;charset=utf-8,${encodeURIComponent(hook)}`}
          download="hook.py"
          data-testid="hook-download"
        >
          {text.download}
        </a>
        <button type="button" className="button" data-testid="hook-copy" onClick={() => void copy()}>
          {copied ? text.copied : text.copy}
        </button>
      </div>
      <details>
        <summary>{text.show}</summary>
        <pre tabIndex={0} aria-label="hook.py" translate="no" data-testid="hook-source">
          <code>{hook}</code>
        </pre>
      </details>
      <div className="log-door-buttons">
        <button
          type="button"
          className="button button-primary"
          data-testid="log-choose"
          onClick={() => input.current?.click()}
        >
          {text.choose}
        </button>
        {picker() !== null && (
          <button type="button" className="button" data-testid="log-follow" onClick={() => void follow()}>
            {text.follow}
          </button>
        )}
        {known !== null && (
          <button
            type="button"
            className="button"
            onClick={() => {
              placeStore.setState({ isOpen: true });
              closeBring();
            }}
          >
            {text.again(known)}
          </button>
        )}
        <input
          ref={input}
          type="file"
          hidden
          accept={ACCEPTED.join(',')}
          data-testid="log-file"
          aria-label={text.choose}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file !== undefined) open(file);
            target.value = '';
          }}
        />
      </div>
      <p className="log-door-note">{text.drop}</p>
      <p className="log-door-note">{text.private}</p>
    </div>
  );
}
