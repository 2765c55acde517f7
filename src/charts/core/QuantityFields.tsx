/** Which quantity of the layers the charts show, and its scale. Anything but the weights' gradient has to be measured. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { instrumentStore } from '../../state/instruments';
import {
  quantityStore,
  scaleBy,
  scalingsOf,
  showQuantity,
  SHOWN_QUANTITIES,
  type Scaling,
  type ShownQuantity,
} from '../../state/quantity';
import { useNewest } from './hooks';

export function QuantityFields({ testId }: { readonly testId?: string }) {
  const { shown: text } = useMessages().charts;
  const { quantity, scaling } = useStore(quantityStore);
  return (
    <div className="chart-fields">
      <label>
        {text.quantity}{' '}
        <select
          data-testid={testId}
          value={quantity}
          onChange={(event) => showQuantity(event.target.value as ShownQuantity)}
        >
          {SHOWN_QUANTITIES.map((name) => (
            <option key={name} value={name}>
              {text.quantities[name]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {text.scaling}{' '}
        <select value={scaling} onChange={(event) => scaleBy(event.target.value as Scaling)}>
          {scalingsOf(quantity).map((name) => (
            <option key={name} value={name}>
              {text.scalings[name]}
            </option>
          ))}
        </select>
      </label>
      {quantity !== 'gradient' && <Measured />}
    </div>
  );
}

/** How often the quantity is measured, and what an activation is. */
function Measured() {
  const messages = useMessages();
  useNewest();
  const { quantity } = quantityStore.getState();
  const weights = quantity === 'weight' || quantity === 'update';
  return (
    <p className="chart-note">
      {messages.joins.sentences([
        instrumentStore.length === 0
          ? messages.instruments.waiting
          : messages.charts.shown.every(instrumentStore.layout.every),
        weights ? '' : messages.charts.shown.activation,
      ])}
    </p>
  );
}
