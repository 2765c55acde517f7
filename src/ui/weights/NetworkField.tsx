/** A network by its name, or by what print(model) writes: what it becomes here, and what of it does not. */
import { useDeferredValue, useId, useMemo, useState } from 'react';
import { planLanes } from '../../architecture/plan-experiment';
import { addNetwork, hasRoom, setNetwork } from '../../config/edit/lanes';
import { isClassic, type NetworkConfig } from '../../config/schema';
import { LIMITS } from '../../config/limits';
import { useMessages } from '../../i18n/messages';
import { useWeightsMessages } from '../../i18n/weights';
import { changeExperiment, openExperiment } from '../../state/experiment';
import { networkByName } from '../../weights/by-name';
import type { Described } from '../../weights/described';
import { isAssumed, type Gap } from '../../weights/gaps';
import { PRINT_LIMITS } from '../../weights/modules';
import { isPrint, networkFromPrint } from '../../weights/print';
import { closeBring } from '../bring/bring-store';
import { useExperiment } from '../page/hooks';

/** Names that show what is known. */
const EXAMPLES = ['resnet18', 'resnet50', 'resnext50_32x4d', 'resnet110', 'wrn_16_4', 'vgg16_bn'];

export function NetworkField() {
  const { network: texts } = useWeightsMessages();
  const [text, setText] = useState('');
  const read = useDeferredValue(text);
  const described = useMemo(() => networkByName(read) ?? networkFromPrint(read), [read]);
  const id = useId();
  return (
    <section className="weights-network" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{texts.title}</h3>
      <label htmlFor={id}>{texts.field}</label>
      <textarea
        id={id}
        data-testid="network-text"
        rows={3}
        spellCheck={false}
        autoCapitalize="off"
        maxLength={PRINT_LIMITS.characters}
        placeholder="resnet18"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {text.trim() === '' && (
        <p className="weights-examples">
          <span>{texts.examples}</span>
          {EXAMPLES.map((name) => (
            <button key={name} type="button" className="link" translate="no" onClick={() => setText(name)}>
              {name}
            </button>
          ))}
        </p>
      )}
      <div role="status" className="weights-news">
        {read.trim() !== '' && described === null && (
          <p data-testid="network-unknown">{isPrint(read) ? texts.otherKind : texts.unknown}</p>
        )}
      </div>
      {described !== null && <Found described={described} />}
    </section>
  );
}

function Found({ described }: { readonly described: Described }) {
  const { network: texts, file } = useWeightsMessages();
  const config = useExperiment();
  const { architecture, name, gaps } = described;
  const count = useMemo(() => {
    const [plan] = planLanes(addNetwork({ ...config, lanes: [] }, architecture, 'own'));
    return plan?.parameterCount ?? 0;
  }, [config, architecture]);
  const isFull = !hasRoom(config);
  return (
    <div className="weights-found" data-testid="network-found">
      <p className="weights-name">
        <strong translate="no">{name}</strong>
        <Form described={described} />
        <span>{texts.parameters(count)}</span>
      </p>
      {gaps.every(({ kind }) => isAssumed(kind)) && <p>{texts.exact}</p>}
      <GapList gaps={gaps} />
      <div className="weights-actions">
        <button
          type="button"
          className="button button-primary"
          data-testid="network-add"
          disabled={isFull}
          onClick={() => {
            changeExperiment(addNetwork(config, architecture, name));
            closeBring();
          }}
        >
          {texts.add}
        </button>
        {!isClassic(architecture) && (
          <button
            type="button"
            className="button"
            data-testid="network-use"
            onClick={() => {
              openExperiment(setNetwork(config, architecture));
              closeBring();
            }}
          >
            {texts.use}
          </button>
        )}
      </div>
      {isFull && <p>{file.full(LIMITS.lanes.max)}</p>}
    </div>
  );
}

const joined = (numbers: readonly number[]): string => numbers.join('·');

/** A network in a few words: its blocks and widths, or which classic one it is. */
export function Form({ described: { architecture } }: { readonly described: Described }) {
  const { form } = useWeightsMessages();
  const { lanes } = useMessages();
  if (isClassic(architecture)) {
    const { kind, depth, width } = architecture;
    return <span className="weights-form">{form.classic(lanes.classic.names[kind], depth, width)}</span>;
  }
  return (
    <span className="weights-form">
      {form.residual(kindOf(architecture, form), ...numbersOf(architecture))}
    </span>
  );
}

function kindOf(network: NetworkConfig, form: ReturnType<typeof useWeightsMessages>['form']): string {
  return network.block === 'basic' ? form.basic : form.bottleneck;
}

function numbersOf({ stages }: NetworkConfig): readonly [counts: string, widths: string] {
  const full = stages.filter(({ blocks }) => blocks > 0);
  return [joined(full.map(({ blocks }) => blocks)), joined(full.map(({ width }) => width))];
}

/** As many as are listed; a strange network may have one in every line. */
const SHOWN = 40;

export function GapList({ gaps }: { readonly gaps: readonly Gap[] }) {
  const { assumed: assumptions, network: texts } = useWeightsMessages();
  if (gaps.length === 0) return null;
  const assumed = gaps.flatMap(({ kind, given }) => (isAssumed(kind) ? [{ kind, given }] : []));
  const byLine = gaps
    .filter(({ kind }) => !isAssumed(kind))
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return (
    <div className="weights-gaps" data-testid="network-gaps">
      {assumed.map(({ kind, given }) => (
        <p key={kind}>{assumptions[kind](given)}</p>
      ))}
      {byLine.length > 0 && <p>{texts.left(byLine.length)}</p>}
      <ul>
        {byLine.slice(0, SHOWN).map((gap) => (
          <GapItem key={`${gap.kind} ${gap.line ?? ''} ${gap.given}`} gap={gap} />
        ))}
      </ul>
      {byLine.length > SHOWN && <p>{texts.more(byLine.length - SHOWN)}</p>}
    </div>
  );
}

function GapItem({ gap: { kind, given, used, line } }: { readonly gap: Gap }) {
  const { gap: texts, gaps } = useWeightsMessages();
  if (isAssumed(kind)) return null;
  return (
    <li>
      {line !== null && <span className="weights-gap-line">{texts.line(line)}</span>}
      <span>{gaps[kind]}</span>
      {used === null ? (
        <span>
          <code translate="no">{given}</code> {texts.leftOut}
        </span>
      ) : (
        <code translate="no">{`${given} → ${used}`}</code>
      )}
    </li>
  );
}
