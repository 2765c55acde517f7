/** Gradients and activations at step 0, by layer and by depth. */
import { formatNorm, formatRatio } from '../../charts/geometry/format';
import { useMessages } from '../../i18n/messages';
import { depthClaim } from '../page/claims';
import { countedPlaces, longest, namesOf, ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { summarise } from '../page/scales';
import { SeriesChart, type Series } from '../page/SeriesChart';
import type { InitResult } from './kind';

function InitView({ result, lanes }: ViewProps<'init'>) {
  const { studies } = useMessages();
  const text = studies.kinds.init;
  const { depths, seeds, images } = result;
  const layers = longest(result.layers);
  const blocks = longest(result.blocks);
  const profile = (values: InitResult['gradients']): Series[] =>
    lanes.map(({ name, place }, lane) => ({
      label: name,
      lane: place,
      points: (values[lane] ?? []).map((each, i) => ({ place: i, ...summarise(each, 'log') })),
    }));
  const byDepth = lanes.map(({ name, place }, lane) => ({
    label: name,
    lane: place,
    points: depths.map((depth, i) => ({ place: depth, ...summarise(ratios(result, i, lane), 'log') })),
  }));
  return (
    <>
      <p className="study-settings">{`${text.settings(seeds, images)}. ${studies.geometric}`}</p>
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
          place={countedPlaces(layers.length, 1)}
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
            place={countedPlaces(blocks.length, 1)}
            value={{ scale: 'log' }}
            series={profile(result.activations)}
            placeText={(place) => text.layerText(blocks[place] ?? '')}
            valueText={formatNorm}
          />
        )}
      </div>
      {depths.length > 0 && (
        <ResultTable
          caption={text.depthTable}
          corner={text.depth}
          columns={lanes.flatMap(({ name }) => seeds.map((seed) => text.seedColumn(name, seed)))}
          rows={depths.map((depth, i) => ({
            name: String(depth),
            cells: lanes.flatMap((_, lane) =>
              ratios(result, i, lane).map((value) => ({ text: formatRatio(value, 1), value })),
            ),
          }))}
        />
      )}
      <ResultTable
        caption={text.table}
        corner={text.layer}
        columns={lanes.map(({ name }) => name)}
        rows={namesOf(result.layers).map((name) => ({
          name,
          cells: lanes.map((_, lane) => {
            const layer = result.layers[lane]?.indexOf(name) ?? -1;
            if (layer < 0) return { text: studies.none };
            const { value } = summarise(result.gradients[lane]?.[layer] ?? [], 'log');
            return { text: formatNorm(value), value };
          }),
        }))}
      />
    </>
  );
}

/** [seed]: the first layer's gradient norm over the last one's; 0 where nothing gets through. */
function ratios({ first, last }: InitResult, depth: number, lane: number): number[] {
  return (first[depth]?.[lane] ?? []).map((norm, seed) => {
    const other = last[depth]?.[lane]?.[seed] ?? Number.NaN;
    return norm === 0 && other === 0 ? 0 : norm / other;
  });
}

/** The same where all is measured: ∞/∞, as all overflows, is 0 too. */
function measured(result: InitResult, depth: number, lane: number): number[] {
  return ratios(result, depth, lane).map((ratio) => (Number.isNaN(ratio) ? 0 : ratio));
}

/** By how many powers of ten the ratio differs from that of the shallowest network, seed by seed. */
function changes(result: InitResult, depth: number, lane: number): number[] {
  const before = measured(result, 0, lane);
  return measured(result, depth, lane).map((ratio, seed) =>
    Math.abs(Math.log10(ratio / (before[seed] ?? Number.NaN))),
  );
}

export const page: StudyPage<'init'> = {
  View: InitView,
  claim: depthClaim('init', 3, {
    holds: (result, { plain, residual }, last) => {
      const others = changes(result, last, residual);
      return changes(result, last, plain).every(
        (each, seed) => each >= 1 && each > (others[seed] ?? Infinity),
      );
    },
    mean: (result, depth, lane) => summarise(measured(result, depth, lane), 'log').value,
    here: (told, { init }) => init.here(...told),
  }),
};
