/** Exported folders, each run by PyTorch: its losses, gradient norms and test accuracy beside ours of the same experiment. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { TEST_IMAGES } from '../../src/contract/metrics';
import type { DataSet, ImageSet } from '../../src/data/image-set';
import { bundledData } from '../bundled';
import { folderOf, writeFiles } from '../export/folder';
import { train, type Trained } from '../export/training';
import { useNodeBackend } from '../goldens/node';
import { nudged, shifted } from '../rounding';
import type { PytorchCheck } from './check';
import { compare, laneSteps, TOLERANCE, type Comparison, type Deviations } from './compare';
import { drawnNetworks } from './drawn';
import { Driver } from './driver';
import { readMetrics } from './metrics';
import { chosenNetworks, TESTED_STEP, type Named } from './networks';
import { ownSet } from './own';

const STEPS = TESTED_STEP + 1;
/** How many copies, moved within rounding, tell how well conditioned a run is. */
const COPIES = 8;
/** Share of the test images that may be told otherwise in a run that rounding decides: two of the five hundred that are tested. */
const FEW_IMAGES = 2 / TEST_IMAGES + 1e-9;
/** Share of experiments at least that must do without. */
const LEAST_STRICT = 0.8;

export const networks: PytorchCheck = {
  name: 'networks',
  async run({ python, folder, only, report }) {
    tf.enableProdMode();
    await useNodeBackend('wasm');
    const driver = new Driver(python);
    const verdicts: Promise<Verdict>[] = [];
    try {
      for (const experiment of await experiments()) {
        if (!experiment.name.includes(only)) continue;
        const { config } = experiment;
        const data = experiment.data ?? (await bundledData(config.data, config.seeds.data));
        const trained = await train(config, data, STEPS);
        const place = join(folder, String(verdicts.length));
        writeFiles(place, folderOf(trained));
        // PyTorch has a core of its own: the next network need not wait.
        const verdict = judge({ ...experiment, data }, trained, place, driver);
        verdicts.push(verdict.finally(() => rmSync(place, { recursive: true, force: true })));
      }
      const all = await Promise.all(verdicts);
      for (const { name, told, failure } of all) report(`${name}: ${told}`, failure);
      const strict = all.filter(({ condition }) => condition === undefined);
      if (only === '')
        report(
          `${strict.length} of ${all.length} experiments are held to the tolerances as they stand`,
          strict.length / all.length < LEAST_STRICT ? 'Too many of them are decided by rounding.' : null,
        );
      const { loss, gradient } = largestOf(strict.flatMap(({ largest }) => largest ?? []));
      const count = all.reduce((sum, { lanes }) => sum + lanes, 0);
      console.log(
        `${all.length} experiments, ${count} networks: losses within ${short(loss)}, gradients ${short(gradient)} where rounding does not decide`,
      );
    } finally {
      await driver.close();
    }
  },
};

interface Experiment extends Named {
  /** Its images, where they do not come with the page. */
  readonly data?: DataSet;
}

async function experiments(): Promise<readonly Experiment[]> {
  const chosen = chosenNetworks();
  const { config, data } = await ownSet();
  const own = chosen
    .slice(0, 1)
    .map((first) => ({ name: 'own images', config: { ...first.config, data: config }, data }));
  return [...chosen, ...own, ...drawnNetworks()];
}

interface Verdict {
  readonly name: string;
  readonly lanes: number;
  readonly told: string;
  readonly failure: string | null;
  readonly largest?: Deviations;
  /** How far rounding alone moves our own results, where that was asked. */
  readonly condition?: Deviations;
}

/**
 * Runs a folder. Only where a quantity misses its tolerance, the experiment itself is examined, as the goldens are: its images
 * and first weights are moved within float32's rounding, and if our own results then move by more than the tolerance, as they do
 * where some value is next to the kink of a ReLU, no float32 computation can be held to it, and twice that movement is allowed.
 */
async function judge(
  experiment: Required<Experiment>,
  trained: Trained,
  folder: string,
  driver: Driver,
): Promise<Verdict> {
  const { name, config } = experiment;
  const verdict = { name, lanes: config.lanes.length };
  const { code, output } = await driver.run({ folder, script: 'train.py', args: [] });
  if (code !== 0) return { ...verdict, told: 'train.py', failure: `It ended with ${code}.\n${output}` };
  const theirs = readMetrics(readFileSync(join(folder, 'metrics.csv'), 'utf8'));
  const own = laneSteps(trained.lines);
  const first = compare(own, theirs);
  if (first.failures.length === 0)
    return { ...verdict, told: told(first), failure: null, largest: first.largest };
  const moved = await movement(experiment, own);
  const allowed = (kind: keyof Deviations): number =>
    Math.max(TOLERANCE[kind], moved[kind] > TOLERANCE[kind] ? 2 * moved[kind] : 0);
  // What decides gradients decides single images too.
  const isDecided = moved.loss > TOLERANCE.loss || moved.gradient > TOLERANCE.gradient;
  const again = compare(own, theirs, {
    loss: allowed('loss'),
    gradient: allowed('gradient'),
    accuracy: Math.max(allowed('accuracy'), isDecided ? FEW_IMAGES : 0),
  });
  const failure = again.failures.length === 0 ? null : again.failures.slice(0, 8).join('\n');
  const rounding = `rounding alone moves ${short(moved.loss)}, ${short(moved.gradient)}`;
  return {
    ...verdict,
    told: `${told(again)}; ${rounding}`,
    failure,
    largest: again.largest,
    condition: moved,
  };
}

/** How far our own results move when images and weights do, within their own rounding. */
async function movement({ config, data }: Required<Experiment>, own: ReturnType<typeof laneSteps>) {
  const found: Deviations[] = [];
  for (let seed = 0; seed < COPIES; seed++) {
    const moved = (set: ImageSet): ImageSet => ({ ...set, images: shifted(set.images, seed) });
    const images = { ...data, train: moved(data.train), test: moved(data.test) };
    const { lines } = await train(config, images, STEPS, { initial: (values) => nudged(values, seed) });
    found.push(compare(own, laneSteps(lines)).largest);
  }
  return largestOf(found);
}

function largestOf(deviations: readonly Deviations[]): Deviations {
  const of = (kind: keyof Deviations): number => Math.max(0, ...deviations.map(({ [kind]: one }) => one));
  return { loss: of('loss'), gradient: of('gradient'), accuracy: of('accuracy') };
}

function told({ largest: { loss, gradient } }: Comparison): string {
  return `loss ${short(loss)}, gradient ${short(gradient)}`;
}

function short(value: number): string {
  return value.toExponential(1);
}
