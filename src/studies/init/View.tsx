/** Gradients and activations at step 0, by layer and by depth. */
import { formatNorm, formatRatio } from '../../charts/geometry/format';
import { useStudyMessages } from '../../i18n/studies';
import { answerOf, toldOf } from '../page/answer';
import { countedPlaces, longest, namesOf, ResultTable, type StudyPage, type ViewProps } from '../page/part';
import { summarise } from '../page/scales';
import { SeriesChart, type Series } from '../page/SeriesChart';
import type { InitResult } from './kind';
import type { DepthFinding } from '../page/verdict';
import { ratios, verdictOf } from './verdict';

/** [lane]: values by layer or by block. */
function profile(lanes: ViewProps<'init'>['lanes'], values: InitResult['gradients']): Series[] {
  return lanes.map(({ name, place }, lane) => ({
    label: name,
    lane: place,
    points: (values[lane] ?? []).map((each, i) => ({ place: i, ...summarise(each, 'log') })),
  }));
}

function Gradients({ result, lanes }: ViewProps<'init'>) {
  const text = useStudyMessages().studies.kinds.init;
  const layers = longest(result.layers);
  return (
    <SeriesChart
      title={text.gradients}
      placeTitle={text.layerX}
      valueTitle={text.gradientsY}
      place={countedPlaces(layers.length, 1)}
      value={{ scale: 'log' }}
      series={profile(lanes, result.gradients)}
      placeText={(place) => text.layerText(layers[place] ?? '')}
      valueText={formatNorm}
    />
  );
}

function Figure(props: ViewProps<'init'>) {
  const text = useStudyMessages().studies.kinds.init;
  const { result, lanes } = props;
  const { depths } = result;
  if (depths.length === 0) return <Gradients {...props} />;
  return (
    <SeriesChart
      title={text.ratio}
      placeTitle={text.depthX}
      valueTitle={text.ratioY}
      place={{ scale: 'linear', tick: String, labelled: depths }}
      value={{ scale: 'log' }}
      series={lanes.map(({ name, place }, lane) => ({
        label: name,
        lane: place,
        points: depths.map((depth, i) => ({ place: depth, ...summarise(ratios(result, i, lane), 'log') })),
      }))}
      placeText={text.depthText}
      valueText={(value) => formatRatio(value, 1)}
    />
  );
}

function More(props: ViewProps<'init'>) {
  const text = useStudyMessages().studies.kinds.init;
  const { result, lanes } = props;
  const blocks = longest(result.blocks);
  return (
    <>
      {result.depths.length > 0 && <Gradients {...props} />}
      {blocks.length === 0 ? (
        <p className="study-small">{text.noBlocks}</p>
      ) : (
        <SeriesChart
          title={text.activations}
          placeTitle={text.blockX}
          valueTitle={text.activationsY}
          place={countedPlaces(blocks.length, 1)}
          value={{ scale: 'log' }}
          series={profile(lanes, result.activations)}
          placeText={(place) => text.layerText(blocks[place] ?? '')}
          valueText={formatNorm}
        />
      )}
    </>
  );
}

function Tables({ result, lanes }: ViewProps<'init'>) {
  const { studies } = useStudyMessages();
  const text = studies.kinds.init;
  const { depths, seeds } = result;
  return (
    <>
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

export const page: StudyPage<'init'> = {
  Figure,
  More,
  Tables,
  answer: answerOf<'init', DepthFinding>({
    verdictOf,
    here: (finding, _, { studies }) =>
      studies.kinds.init.here(...toldOf(finding, (ratio) => formatRatio(ratio, 1))),
    paper: (_, { studies }) => studies.kinds.init.paper,
  }),
  measured: ({ seeds, images }, _, { studies }) => [
    studies.kinds.init.settings(seeds, images),
    studies.chart.geometric,
  ],
};
