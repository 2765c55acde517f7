/** Why a file was not taken, and what can be done. */
import type { ReactNode } from 'react';
import { useWeightsMessages } from '../../i18n/weights';
import { conversionOf } from '../../weights/file';
import type { Refusal } from './take';

/** Why a file was not taken; the experiment is as it was. */
export function Refused({ name, refusal }: { readonly name: string; readonly refusal: Refusal }) {
  const { refused: texts } = useWeightsMessages();
  return (
    <div className="weights-refused" data-testid="weights-refused">
      <p>{sentenceOf(name, refusal, texts)}</p>
      {refusal.kind === 'pickle' && (
        <pre translate="no">
          <code>{conversionOf(name).join('\n')}</code>
        </pre>
      )}
      <p>{texts.stays}</p>
    </div>
  );
}

function sentenceOf(
  name: string,
  refusal: Refusal,
  texts: ReturnType<typeof useWeightsMessages>['refused'],
): ReactNode {
  switch (refusal.kind) {
    case 'pickle':
    case 'full':
    case 'kept':
      return texts[refusal.kind];
    case 'unread':
    case 'not-that':
    case 'truncated':
      return texts[refusal.kind](name);
    case 'malformed':
      return texts.malformed(name, refusal.detail.at ?? '');
    case 'unsupported':
      return texts.unsupported(name, refusal.detail.at ?? '', String(refusal.detail.found ?? ''));
    case 'too-large':
      return texts['too-large'](name, String(refusal.detail.expected ?? ''), refusal.detail.at ?? '');
  }
  return refusal satisfies never;
}
