/** What is likely to be wrong with a training: what was measured, its cause, what to try, and experiments that show it. */
import { useId } from 'react';
import { useStore } from 'zustand';
import { formatReading, formatShort } from '../../charts/geometry/format';
import { encode } from '../../config/codec/url';
import { useLogMessages, type LogMessages } from '../../i18n/logs';
import { useMessages } from '../../i18n/messages';
import type { Diagnosis as Found } from '../../logs/diagnosis';
import type { Source } from '../../logs/rules/rule';
import { experimentOf, type TryId } from '../../logs/tries';
import { leaveLogs } from './place';
import { sourcesStore } from './sources';
import { viewStore, type LogViewFacts } from './view-store';

type Finding = Found['found'][number];

export function Diagnosis() {
  const text = useLogMessages().diagnosis;
  const { joins } = useMessages();
  const id = useId();
  const diagnosis = useStore(sourcesStore, ({ own }) => own?.diagnosis ?? null);
  return (
    <section className="log-diagnosis" aria-labelledby={id} data-testid="log-diagnosis">
      <h3 id={id}>{text.title}</h3>
      {diagnosis === null ? (
        <p>{text.waiting}</p>
      ) : (
        <>
          {diagnosis.found.length === 0 && <p>{text.nothing}</p>}
          {diagnosis.found.map((finding) => (
            <Card key={finding.id} finding={finding} />
          ))}
          {diagnosis.fine.length > 0 && (
            <p className="log-fine" data-testid="log-fine">
              {`✓ ${joins.named(text.fine, joins.list(diagnosis.fine.map((rule) => text.rules[rule].fine)))}`}
            </p>
          )}
          {diagnosis.unknown.length > 0 && (
            <p className="log-unknown">{text.unknown(diagnosis.unknown.length)}</p>
          )}
        </>
      )}
    </section>
  );
}

function Card({ finding }: { readonly finding: Finding }) {
  const text = useLogMessages().diagnosis;
  const rule = text.rules[finding.id];
  return (
    <article className="log-finding" data-testid={`finding-${finding.id}`}>
      <h4>
        <button type="button" onClick={() => viewStore.setState(viewOf(finding))}>
          {rule.title}
        </button>
      </h4>
      <p data-measured={finding.measured}>{rule.found(measuredText(finding, text))}</p>
      <dl>
        <dt>{text.cause}</dt>
        <dd>{rule.cause}</dd>
        <dt>{text.advice}</dt>
        <dd>{rule.advice}</dd>
        <dt>{text.here}</dt>
        <dd>
          <ul>
            {finding.rule.tries.map((one) => (
              <li key={one}>
                <TryLink id={one} text={text.tries} />
              </li>
            ))}
          </ul>
        </dd>
        <dt>{text.source}</dt>
        <dd translate="no">
          <SourceLink source={finding.rule.source} />
        </dd>
      </dl>
    </article>
  );
}

/** Opens an experiment of the page. */
function TryLink({ id, text }: { readonly id: TryId; readonly text: LogMessages['diagnosis']['tries'] }) {
  return (
    <a href={encode(experimentOf(id))} data-testid={`try-${id}`} onClick={leaveLogs}>
      {text[id]}
    </a>
  );
}

function SourceLink({ source: { name, at } }: { readonly source: Source }) {
  const address = 'arXiv' in at ? `https://arxiv.org/abs/${at.arXiv}` : at.address;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      {'arXiv' in at ? `${name}, arXiv:${at.arXiv}` : name}
    </a>
  );
}

/** Shares as percent, all else as numbers are read. */
function measuredText(
  { id, measured, rule, layers, count, step, beside }: Finding,
  text: LogMessages['diagnosis'],
) {
  const isShare = id === 'dead-units' || id === 'spikes' || id === 'shrinking-weights';
  const said = (value: number): string => (isShare ? `${Math.round(100 * value)} %` : formatReading(value));
  return {
    value: said(measured),
    threshold: isShare ? said(rule.threshold) : formatShort(rule.threshold),
    first: nameOf(layers[0], text),
    last: nameOf(layers.at(-1), text),
    count,
    step,
    beside: beside === undefined ? '' : formatReading(beside),
  };
}

/** A layer of `nn.Sequential` is called by its number alone, which needs a word with it. */
function nameOf(name: string | undefined, text: LogMessages['diagnosis']): string {
  return name !== undefined && /^\d+$/.test(name) ? text.numbered(name) : (name ?? '');
}

/** The picture that shows a finding. */
function viewOf({ shows, step }: Finding): Partial<LogViewFacts> {
  const at = step < 0 ? {} : { step };
  if (shows === 'loss') return { picture: 'lines', ...at };
  if (shows === 'numerics' || shows === 'gradientFaults' || shows === 'activationFaults' || shows === 'mean')
    return { picture: 'numerics', ...at };
  return { picture: 'profile', quantity: shows, ...at };
}
