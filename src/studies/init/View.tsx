/** Result: gradients and activations at step 0, by layer and by depth. */
import { formatNorm, formatRatio } from '../../charts/geometry/format';
import { ResultTable } from '../page/ResultTable';
import { SeriesChart, type Series } from '../page/SeriesChart';
import { summarise } from '../page/summary';
import { useMessages } from '../../i18n/messages';
import type { InitResult } from '../../contract/studies';
import type { LanePlace } from '../page/lanes';

interface InitViewProps {
  readonly result: InitResult;
  readonly lanes: readonly LanePlace[];
}

export function InitView({ result, lanes }: InitViewProps) {
  const { experiments } = useMessages();
  const text = experiments.init;
  const { depths, seeds, images } = result;
  const layers = longest(result.layers);
  const blocks = longest(result.blocks);
  const profile = (values: InitResult['gradients']): Series[] =>
    lanes.map(({ name, place }, lane) => ({
      label: name,
      lane: place,
      points: (values[lane] ?? []).map((each, i) => ({ place: i, ...summarise(each, 'log') })),
    }));
  const ratios = (depth: number, lane: number): number[] =>
    (result.first[depth]?.[lane] ?? []).map((first, seed) => {
      const last = result.last[depth]?.[lane]?.[seed] ?? Number.NaN;
      return first === 0 && last === 0 ? 0 : first / last;
    });
  const byDepth = lanes.map(({ name, place }, lane) => ({
    label: name,
    lane: place,
    points: depths.map((depth, i) => ({ place: depth, ...summarise(ratios(i, lane), 'log') })),
  }));
  return (
    <>
      <p className="study-settings">{`${text.settings(seeds, images)}. ${experiments.geometric}`}</p>
      <div className="study-charts">
        {depths.length > 0 && (
          <SeriesChart
            title={text.ratio}
            placeTitle={text.depthX}
            valueTitle={text.ratioY}
            place={{ scale: 'linear', tick: String, labelled: depths }}
            value={{ scale: 'log' }}
            series={byDepth}
            placeText={text.depthText}
            valueText={(value) => formatRatio(value, 1)}
          />
        )}
        <SeriesChart
          title={text.gradients}
          placeTitle={text.layerX}
          valueTitle={text.gradientsY}
          place={{ scale: 'linear', tick: (place) => String(place + 1), ...wholeTicks(layers.length) }}
          value={{ scale: 'log' }}
          series={profile(result.gradients)}
          placeText={(place) => text.layerText(layers[place] ?? '')}
          valueText={formatNorm}
        />
        {blocks.length === 0 ? (
          <p className="study-settings">{text.noBlocks}</p>
        ) : (
          <SeriesChart
            title={text.activations}
            placeTitle={text.blockX}
            valueTitle={text.activationsY}
            place={{ scale: 'linear', tick: (place) => String(place + 1), ...wholeTicks(blocks.length) }}
            value={{ scale: 'log' }}
            series={profile(result.activations)}
            placeText={(place) => text.layerText(blocks[place] ?? '')}
            valueText={formatNorm}
          />
        )}
      </div>
      {depths.length > 0 && (
        <ResultTable
          summary={`${experiments.table}: ${text.depthTable}`}
          caption={text.depthTable}
          corner={text.depth}
          columns={lanes.flatMap(({ name }) => seeds.map((seed) => text.seedColumn(name, seed)))}
          rows={depths.map((depth, i) => ({
            name: String(depth),
            cells: lanes.flatMap((_, lane) =>
              ratios(i, lane).map((value) => ({ text: formatRatio(value, 1), value })),
            ),
          }))}
        />
      )}
      <ResultTable
        summary={`${experiments.table}: ${text.table}`}
        caption={text.table}
        corner={text.layer}
        columns={lanes.map(({ name }) => name)}
        rows={namesOf(result.layers).map((name) => ({
          name,
          cells: lanes.map((_, lane) => {
            const layer = result.layers[lane]?.indexOf(name) ?? -1;
            if (layer < 0) return { text: experiments.none };
            const { value } = summarise(result.gradients[lane]?.[layer] ?? [], 'log');
            return { text: formatNorm(value), value };
          }),
        }))}
      />
    </>
  );
}

/** The names of the lane that has the most. */
export function longest<T>(lanes: readonly (readonly T[])[]): readonly T[] {
  return lanes.reduce<readonly T[]>((most, names) => (names.length > most.length ? names : most), []);
}

/** The names of all lanes, each once: those of the first lane, then what the others have besides. */
export function namesOf(lanes: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lanes.flat())];
}

/** Every place is a whole one: labels only there. */
export function wholeTicks(count: number): { readonly labelled: readonly number[] } {
  const stride = Math.max(1, Math.ceil(count / 12));
  return { labelled: Array.from({ length: Math.ceil(count / stride) }, (_, i) => i * stride) };
}
