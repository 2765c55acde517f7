/** What is chosen of a log: the picture, the quantity, and what stands beside it. */
import { useRef } from 'react';
import { useStore } from 'zustand';
import { useSlowly } from '../../charts/core/hooks';
import type { Log } from '../../logs/summary';
import { useLogMessages } from '../../i18n/logs';
import { metricsStore } from '../../state/metrics';
import { ChoiceField } from '../controls/ChoiceField';
import { shownOf } from './shown';
import { openLog, sourcesStore } from './sources';
import { PICTURES, viewStore, type LogViewFacts } from './view-store';

const RUN = [metricsStore];
const BESIDES = ['none', 'page', 'other'] as const satisfies readonly LogViewFacts['beside'][];

export function Choices({ log }: { readonly log: Log }) {
  const text = useLogMessages();
  const { picture, quantity } = useStore(viewStore);
  const quantities = shownOf(log);
  const pictures = quantities.length === 0 ? (['lines'] as const) : PICTURES;
  return (
    <div className="log-choices">
      <ChoiceField
        label={text.picture}
        hideLabel
        choices={pictures}
        text={(one) => text.pictures[one]}
        value={pictures.find((one) => one === picture) ?? 'lines'}
        onCommit={(one) => viewStore.setState({ picture: one })}
      />
      {quantities.length > 0 && picture !== 'numerics' && (
        <label className="log-field">
          <span>{text.quantity}</span>{' '}
          <select
            data-testid="log-quantity"
            value={quantity}
            onChange={({ target }) =>
              viewStore.setState({ quantity: quantities.find((one) => one === target.value) ?? quantity })
            }
          >
            {quantities.map((one) => (
              <option key={one} value={one}>
                {text.quantities[one]}
              </option>
            ))}
          </select>
        </label>
      )}
      {quantities.length > 0 && picture === 'profile' && <BesideField />}
    </div>
  );
}

function BesideField() {
  const text = useLogMessages();
  const { beside, quantity } = useStore(viewStore);
  const other = useStore(sourcesStore, (state) => state.other);
  const input = useRef<HTMLInputElement>(null);
  useSlowly(1_000, RUN);
  const isNothing = beside === 'page' && (quantity !== 'gradient' || metricsStore.length === 0);
  return (
    <>
      <label className="log-field">
        <span>{text.beside}</span>{' '}
        <select
          data-testid="log-beside"
          value={beside}
          onChange={({ target }) => {
            const chosen = BESIDES.find((one) => one === target.value) ?? 'none';
            viewStore.setState({ beside: chosen });
            if (chosen === 'other' && other === null) input.current?.click();
          }}
        >
          {BESIDES.map((one) => (
            <option key={one} value={one}>
              {text.besides[one]}
            </option>
          ))}
        </select>
      </label>
      <input
        ref={input}
        type="file"
        hidden
        data-testid="log-other"
        aria-label={text.chooseOther}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) openLog(file, file.name, 'other');
          target.value = '';
        }}
      />
      {beside === 'other' && (
        <button type="button" className="button button-small" onClick={() => input.current?.click()}>
          <span translate={other === null ? undefined : 'no'}>{other?.name ?? text.chooseOther}</span>
        </button>
      )}
      {isNothing && <p className="log-note">{text.besidePageNothing}</p>}
    </>
  );
}
