/** What is in the drawer of the code: `model.py` of a network, in step with the diagrams, to be copied and saved. */
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useCodeMessages } from '../../i18n/code';
import { useLaneNames } from '../../i18n/lane-names';
import { useMessages } from '../../i18n/messages';
import { modelSource } from '../../pytorch/model';
import { CODE } from '../builder/drawer';
import { SelectField } from '../controls/SelectField';
import { useEditedLane } from '../page/edited';
import { CodeLines } from './CodeLines';
import { useLanePointedAt, useNetworks } from './networks';
import './code.css';

export function CodePanel() {
  const { joins, ui } = useMessages();
  const text = useCodeMessages();
  const nameOf = useLaneNames();
  const networks = useDeferredValue(useNetworks());
  const edited = useEditedLane();
  const [asked, setAsked] = useState<string | null>(null);
  useLanePointedAt(setAsked);
  const lane = asked ?? edited?.id;
  const shown = networks.find(({ lanes }) => lanes.some(({ id }) => id === lane)) ?? networks[0];
  const lines = useMemo(() => modelSource(shown?.lanes ?? []), [shown]);
  const code = useMemo(() => lines.map((line) => `${line.text}\n`).join(''), [lines]);
  if (shown === undefined) return null;
  return (
    <div className="code">
      <div className="code-head">
        <h2 id={CODE.title}>{ui.code}</h2>
        <span translate="no">{text.file}</span>
        <CodeActions code={code} />
        {networks.length > 1 && (
          <SelectField
            label={text.network}
            choices={networks.map(({ lanes }) => lanes[0]?.id ?? '')}
            text={(id) => {
              const own = networks.find(({ lanes }) => lanes[0]?.id === id)?.lanes ?? [];
              return joins.list(own.map((each) => nameOf(each.id)));
            }}
            value={shown.lanes[0]?.id ?? ''}
            onCommit={setAsked}
          />
        )}
      </div>
      <CodeLines lines={lines} plan={shown.plan} />
    </div>
  );
}

function CodeActions({ code }: { readonly code: string }) {
  const text = useCodeMessages();
  const box = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState<{ readonly code: string; readonly done: boolean } | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied({ code, done: true });
    } catch {
      // Refused, or no clipboard at all: pages that are not served securely have none.
      const list = box.current?.closest('.code')?.querySelector('.code-lines');
      if (list) getSelection()?.selectAllChildren(list);
      setCopied({ code, done: false });
    }
  };
  const outcome = copied?.code !== code ? null : copied.done ? text.copied : text.refused;
  return (
    <div className="code-actions" ref={box}>
      <p role="status" className="code-outcome">
        {outcome}
      </p>
      <button
        type="button"
        className="button button-small"
        data-testid="copy-model"
        onClick={() => void copy()}
      >
        {text.copy}
      </button>
      <button
        type="button"
        className="button button-small"
        data-testid="save-model"
        onClick={() => save(text.file, code)}
      >
        {text.download}
      </button>
    </div>
  );
}

/** Hands a text to the browser as a file to be saved. */
function save(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/x-python' }));
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
