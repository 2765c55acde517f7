/** The spans of steps and of layers that all panels show: chosen by brushing over a chart, or by their ends here. */
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { LanePlan } from '../../architecture/plan-experiment';
import { LaneAxes } from '../../charts/geometry/layer-axes';
import { useMessages } from '../../i18n/messages';
import { chooseLayers, clearLayers, layerSpanStore } from '../../state/layer-span';
import { metricsStore } from '../../state/metrics';
import { runStore } from '../../state/run';
import { chooseSpan, clearSpan, profileStep, spanStore, type StepSpan } from '../../state/span';
import { whenLeft } from './hooks';

export function SpanBar({ plans }: { readonly plans: readonly LanePlan[] }) {
  return (
    <>
      <StepBar />
      <LayerBar plans={plans} />
    </>
  );
}

function StepBar() {
  const text = useMessages().panels.span;
  const span = useStore(spanStore, (state) => state.span);
  const run = useStore(runStore, (state) => state.run);
  const { stride, denseFrom, profile } = useStore(
    runStore,
    useShallow(() => {
      const { stride, denseFrom } = metricsStore;
      return { stride, denseFrom, profile: span === null ? -1 : profileStep(metricsStore) };
    }),
  );
  const hint = text.hint(stride, denseFrom);
  // Another run begins at step 0.
  useEffect(clearSpan, [run]);
  return (
    <div
      className="span-bar"
      role="group"
      aria-label={text.label}
      data-testid="span"
      title={span === null ? hint : undefined}
      onKeyDown={onEscape(clearSpan)}
    >
      <Fields key={span === null ? '' : `${span.from} ${span.to}`} span={span} />
      {span !== null && (
        <button type="button" className="button" data-testid="span-clear" onClick={clearSpan}>
          {text.clear}
        </button>
      )}
      <p role="status" className={span === null ? 'visually-hidden' : ''}>
        {span !== null &&
          text.shown(span.from, span.to, span.from < denseFrom ? stride : 1, denseFrom, profile)}
      </p>
    </div>
  );
}

function LayerBar({ plans }: { readonly plans: readonly LanePlan[] }) {
  const text = useMessages().panels.layers;
  const span = useStore(layerSpanStore, (state) => state.span);
  const names = useMemo(
    () =>
      new LaneAxes(plans).reference.layers
        .filter(({ onMainLine }) => onMainLine)
        .map(({ layer }) => layer.name),
    [plans],
  );
  // What is shown of the longest network: another one's layers have counterparts in it.
  const shown = useMemo(
    () => new LaneAxes(plans, span).reference.layers.filter(({ onMainLine }) => onMainLine),
    [plans, span],
  );
  const first = shown[0]?.layer.name ?? '';
  const last = shown.at(-1)?.layer.name ?? '';
  const isAll = shown.length === names.length;
  const choose = (one: string, other: string) => {
    const [from, to] = [names.indexOf(one), names.indexOf(other)].toSorted((a, b) => a - b);
    if (from === 0 && to === names.length - 1) clearLayers();
    else chooseLayers(names[from ?? 0] ?? '', names[to ?? 0] ?? '');
  };
  const field = (label: string, value: string, change: (name: string) => void) => (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => change(event.target.value)}>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
  return (
    <div
      className="span-bar"
      role="group"
      aria-label={text.label}
      data-testid="layer-span"
      title={isAll ? text.hint : undefined}
      onKeyDown={onEscape(clearLayers)}
    >
      {field(text.from, first, (name) => choose(name, last))}
      {field(text.to, last, (name) => choose(first, name))}
      {!isAll && (
        <button type="button" className="button" data-testid="layer-span-clear" onClick={clearLayers}>
          {text.clear}
        </button>
      )}
      <p role="status" className={isAll ? 'visually-hidden' : ''}>
        {!isAll && text.shown(first, last)}
      </p>
    </div>
  );
}

const onEscape =
  (clear: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key === 'Escape') clear();
  };

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
        onBlur={whenLeft(commit)}
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
