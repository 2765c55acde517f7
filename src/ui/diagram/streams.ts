/** How the streams of a block are drawn: widths by their shares, strength of colour by their norm. Free of the DOM. */
import { isNormal } from '../../charts/geometry/format';
import type { Decades } from '../../charts/geometry/scales';
import { flowNorm, skipShare, type StreamValues } from '../../charts/core/streams';

/** Width of both streams together, in pixels. */
export const FLOW_WIDTH = 16;
/** What is there at all can be seen. */
const THINNEST = 0.75;
/** Opacity of the weakest stream, so that it is still told from none. */
export const FAINTEST = 0.22;

export interface StreamStyle {
  /** In pixels. */
  readonly skip: number;
  readonly branch: number;
  readonly opacity: number;
  readonly state: 'flowing' | 'zero' | 'non-finite' | 'unknown';
}

/** Several blocks as one: the mean of their shares, and of the logarithms of their norms. */
export function asOne(blocks: readonly StreamValues[]): Flow {
  const flows = blocks.map((values) => ({ norm: flowNorm(values), share: skipShare(values) }));
  const measured = flows.filter(
    (flow): flow is { norm: number; share: number } => flow.norm !== undefined && flow.share !== undefined,
  );
  if (measured.length === 0 || measured.length < flows.length) return { norm: undefined, share: undefined };
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    norm: Math.exp(mean(measured.map(({ norm }) => Math.log(norm)))),
    share: mean(measured.map(({ share }) => share)),
  };
}

export interface Flow {
  /** See `flowNorm` and `skipShare`. */
  readonly norm: number | undefined;
  readonly share: number | undefined;
}

export function streamStyle({ norm, share }: Flow, decades: Decades | null): StreamStyle {
  if (norm === undefined || share === undefined) return { skip: 0, branch: 0, opacity: 0, state: 'unknown' };
  if (!Number.isFinite(norm)) return { skip: 1.5, branch: 1.5, opacity: 1, state: 'non-finite' };
  if (norm === 0 || Number.isNaN(share)) return { skip: 0, branch: 1, opacity: 1, state: 'zero' };
  const width = (part: number): number => (part === 0 ? 0 : Math.max(THINNEST, FLOW_WIDTH * part));
  const place =
    decades === null || !isNormal(norm) ? 0 : (Math.log10(norm) - decades.low) / (decades.high - decades.low);
  return {
    skip: width(share),
    branch: width(1 - share),
    opacity: FAINTEST + (1 - FAINTEST) * Math.max(0, Math.min(1, place)),
    state: 'flowing',
  };
}
