/** What of the numbers of a log is not as it should be: a strip over the layers for each kind, at the step that is shown. */
import { useRef } from 'react';
import { useStore } from 'zustand';
import { Panel } from '../../charts/core/Panel';
import { formatPercent } from '../../charts/geometry/format';
import { useLogMessages } from '../../i18n/logs';
import type { Log } from '../../logs/summary';
import { sourcesStore } from './sources';
import { viewStore } from './view-store';

/** Least normal and least number of float16 apart from 0: what is smaller is rounded to 0. */
const LEAST_HALF = 2 ** -24;

const KINDS = ['gradientFaults', 'activationFaults', 'zeroGradient', 'half', 'dead', 'zeros'] as const;
type Kind = (typeof KINDS)[number];

/** How much of a layer is so in a row, from 0 to 1; undefined where the file does not say. */
function shareOf(log: Log, kind: Kind, layer: number, row: number): number | undefined {
  if (kind === 'dead' || kind === 'zeros') return log.ofLayer(kind, layer, row);
  if (kind === 'gradientFaults' || kind === 'activationFaults') {
    const count = log.ofLayer(kind, layer, row);
    const norm = log.ofLayer(kind === 'gradientFaults' ? 'gradient' : 'activation', layer, row);
    if (count === undefined && norm === undefined) return undefined;
    return (count ?? 0) > 0 || (norm !== undefined && !Number.isFinite(norm)) ? 1 : 0;
  }
  const norm = log.ofLayer('gradient', layer, row);
  if (norm === undefined) return undefined;
  if (kind === 'zeroGradient') return norm === 0 ? 1 : 0;
  const { shape } = log.layers[layer] ?? {};
  if (shape === null || shape === undefined) return undefined;
  const count = shape.reduce((product, side) => product * side, 1);
  return norm > 0 && norm / Math.sqrt(count) < LEAST_HALF ? 1 : 0;
}

export function LogNumerics({ row }: { readonly row: () => number }) {
  const text = useLogMessages().numerics;
  const panel = useRef<HTMLElement>(null);
  const log = useStore(sourcesStore, ({ own }) => own?.log ?? null);
  useStore(viewStore, (state) => state.step);
  if (log === null) return null;
  return (
    <Panel title={text.title} explanation={text.explanation} reference={panel} testId="log-numerics">
      <div className="log-strips">
        {KINDS.map((kind) => (
          <Strip key={kind} log={log} kind={kind} row={row()} />
        ))}
      </div>
      <p className="chart-note">{text.half}</p>
    </Panel>
  );
}

interface StripProps {
  readonly log: Log;
  readonly kind: Kind;
  readonly row: number;
}

function Strip({ log, kind, row }: StripProps) {
  const text = useLogMessages().numerics;
  const shares = log.layers.map((_, layer) => shareOf(log, kind, layer, row));
  const known = shares.flatMap((share, layer) => (share === undefined ? [] : [layer]));
  const hit = shares.flatMap((share, layer) => ((share ?? 0) > 0 ? [layer] : []));
  const nameOf = (layer: number | undefined): string => log.layers[layer ?? -1]?.name ?? '';
  const most = hit.toSorted((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0))[0];
  const isDegree = kind === 'dead' || kind === 'zeros';
  const said =
    known.length === 0
      ? text.missing
      : most === undefined
        ? text.none
        : isDegree
          ? text.most(formatPercent(shares[most] ?? 0), nameOf(most))
          : text.in(hit.length, nameOf(hit[0]), nameOf(hit.at(-1)));
  return (
    <div className="log-strip" data-testid={`strip-${kind}`} data-hit={hit.length}>
      <p>
        <strong>{text.rows[kind]}</strong> <span>{said}</span>
      </p>
      {known.length > 0 && (
        <svg
          viewBox={`0 0 ${Math.max(1, log.layers.length)} 1`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {hit.map((layer) => (
            <rect
              key={layer}
              x={layer + 0.08}
              width={0.84}
              y={1 - Math.min(1, shares[layer] ?? 0)}
              height={Math.min(1, shares[layer] ?? 0)}
              data-kind={isDegree ? 'share' : 'fault'}
            />
          ))}
        </svg>
      )}
    </div>
  );
}
