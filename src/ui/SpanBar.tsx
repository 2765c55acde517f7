/** The span of steps that all panels show: chosen by brushing over a chart, or by its numbers here. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../i18n/messages';
import { runStore } from '../state/run';
import { chooseSpan, clearSpan, spanStore, type StepSpan } from '../state/span';

export function SpanBar() {
  const text = useMessages().panels.span;
  const span = useStore(spanStore, (state) => state.span);
  const run = useStore(runStore, (state) => state.run);
  // Another run begins at step 0.
  useEffect(clearSpan, [run]);
  return (
    <div className="span-bar" role="group" aria-label={text.label} data-testid="span">
      <Fields key={span === null ? '' : `${span.from} ${span.to}`} span={span} />
      {span !== null && (
        <button type="button" className="button" data-testid="span-clear" onClick={clearSpan}>
          {text.clear}
        </button>
      )}
      <p role="status">{span === null ? text.hint : text.shown(span.from, span.to)}</p>
    </div>
  );
}

/** Takes effect when it is left or entered with two different steps in it. */
function Fields({ span }: { readonly span: StepSpan | null }) {
  const text = useMessages().panels.span;
  const [from, setFrom] = useState(span === null ? '' : String(span.from));
  const [to, setTo] = useState(span === null ? '' : String(span.to));
  const commit = () => {
    if (/^\d+$/.test(from.trim()) && /^\d+$/.test(to.trim())) chooseSpan(Number(from), Number(to));
  };
  const field = (label: string, value: string, change: (value: string) => void) => (
    <label>
      {label}{' '}
      <input
        inputMode="numeric"
        size={6}
        value={value}
        onChange={(event) => change(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </label>
  );
  return (
    <>
      {field(text.from, from, setFrom)}
      {field(text.to, to, setTo)}
    </>
  );
}
