/** What `npm run gpu` says: tables in Markdown, and sentences about what was measured and what could not be. */
import type { Timing } from '../bench/run';
import { titleOf, type LayerShape } from './layers';
import type { LayerTiming } from './page';

/** A table whose first columns are text and whose others are numbers, `texts` of them. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[], texts = 1): string {
  const widths = head.map((title, i) =>
    Math.max(3, ...[head, ...rows].map((row) => row[i]?.length ?? title.length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i < texts ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i < texts ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [head, rule, ...rows].map(line).join('\n');
}

export interface CaseResult {
  readonly case: string;
  readonly lossesAgree: boolean;
  readonly timings: readonly Timing[];
}

/** One row a case and contender. */
export function casesTable(results: readonly CaseResult[]): string {
  const rows = results.flatMap(({ case: title, timings }) =>
    timings.map((each) => [
      title,
      each.contender,
      each.medianMilliseconds.toFixed(2),
      each.p90Milliseconds.toFixed(2),
      each.timesAsSlowAsOurs.toFixed(2),
      (each.firstStepMilliseconds / 1000).toFixed(1),
      each.threadMilliseconds.toFixed(2),
      String(each.gpu?.dispatches ?? ''),
      String(each.gpu?.pipelines ?? ''),
    ]),
  );
  return markdown(
    [
      'pair of networks',
      'contender',
      'ms a step',
      'p90',
      '× ours',
      'first s',
      'thread ms',
      'dispatches',
      'pipelines',
    ],
    rows,
    2,
  );
}

export interface LayerResult {
  readonly layer: LayerShape;
  readonly timings: readonly LayerTiming[];
}

/** How much longer one kernel takes than the other before the choice of the other is called wrong: measurements scatter. */
const MARGIN = 1.1;

function isMisjudged({ directMicroseconds, tiledMicroseconds, chosen }: LayerTiming): boolean {
  if (tiledMicroseconds === null) return false;
  const [own, other] =
    chosen === 'tiled' ? [tiledMicroseconds, directMicroseconds] : [directMicroseconds, tiledMicroseconds];
  return own > MARGIN * other;
}

/** One row a layer and pass; where the other kernel would be quicker, the choice is in bold. */
export function layersTable(results: readonly LayerResult[]): string {
  const rows = results.flatMap(({ layer, timings }) =>
    timings.map((timing) => {
      const { pass, directMicroseconds, tiledMicroseconds: tiled, chosen } = timing;
      return [
        titleOf(layer),
        pass,
        isMisjudged(timing) ? `**${chosen}**` : chosen,
        directMicroseconds.toFixed(1),
        tiled === null ? '' : tiled.toFixed(1),
        tiled === null ? '' : (directMicroseconds / tiled).toFixed(2),
      ];
    }),
  );
  return markdown(['convolution', 'pass', 'chosen', 'direct µs', 'tiled µs', 'gain'], rows, 3);
}

/** What the table of layers says of `src/ops/webgpu/choose.ts`. */
export function choiceSentence(results: readonly LayerResult[]): string {
  const all = results
    .flatMap(({ timings }) => timings)
    .filter(({ tiledMicroseconds }) => tiledMicroseconds !== null);
  const wrong = all.filter(isMisjudged).length;
  return wrong === 0
    ? 'The choice in src/ops/webgpu/choose.ts is the quicker one for every convolution that was measured.'
    : `The choice in src/ops/webgpu/choose.ts is the slower one, by more than a tenth, for ${wrong} of ${all.length} passes (bold).`;
}
