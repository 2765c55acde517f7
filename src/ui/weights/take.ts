/** Weights that were brought: read, described, kept, and made the start of a network. */
import { planLanes, type LanePlan } from '../../architecture/plan-experiment';
import type { Session } from '../../client/session';
import { addNetwork, startLane } from '../../config/edit/lanes';
import type { ExperimentConfig } from '../../config/schema';
import { FormatError } from '../../formats/errors';
import { KeepError } from '../../keep/keep';
import { changeExperiment, experimentStore } from '../../state/experiment';
import { networkByShapes } from '../../weights/by-shapes';
import type { Described } from '../../weights/described';
import { nameOf, readWeightsFile } from '../../weights/file';
import { hashOfWeights, keepWeights, WEIGHTS_LIMITS } from '../../weights/kept';
import { wantedOf, matchWeights, type WeightMatch, type WeightsFile } from '../../weights/match';

/** A file that was read. */
export interface Brought {
  readonly name: string;
  readonly hash: string;
  readonly file: WeightsFile;
  /** The network that it is of; null where that is none of ours. */
  readonly own: Described | null;
}

/** A network that may start from it: one of the experiment's, or one of its own. */
export interface Target {
  /** Null for one of its own. */
  readonly lane: string | null;
  readonly match: WeightMatch;
  /** Tensors that the network has. */
  readonly wanted: number;
}

/** Why a file was not taken. */
export type Refusal =
  | { readonly kind: 'pickle' | 'unread' | 'full' | 'kept' }
  | { readonly kind: FormatError['code']; readonly detail: FormatError['detail'] };

export function refusalOf(error: unknown): Refusal {
  if (error instanceof KeepError) return { kind: error.full ? 'full' : 'kept' };
  if (!(error instanceof FormatError)) return { kind: 'unread' };
  const { code, detail } = error;
  return detail.found === 'pickle' ? { kind: 'pickle' } : { kind: code, detail };
}

/** @throws FormatError, or whatever the browser says of a file that it cannot read. */
export async function readBrought(file: File): Promise<Brought> {
  if (file.size > WEIGHTS_LIMITS.bytes)
    throw new FormatError('too-large', { expected: WEIGHTS_LIMITS.bytes, found: file.size });
  const read = readWeightsFile(new Uint8Array(await file.arrayBuffer()), file.name);
  return describeBrought(nameOf(file.name), read);
}

export async function describeBrought(name: string, file: WeightsFile): Promise<Brought> {
  return { name, file, hash: await hashOfWeights(file), own: networkByShapes(file, name) };
}

/** Numbers in all tensors of a file. */
export function numbersIn({ tensors }: WeightsFile): number {
  let numbers = 0;
  for (const { shape } of tensors.values()) numbers += shape.reduce((product, side) => product * side, 1);
  return numbers;
}

/** Every network that may start from a file: the experiment's, and behind them, where it can be told, the file's own. */
export function targetsOf(config: ExperimentConfig, { file, own }: Brought): readonly Target[] {
  const target = (lane: string | null, plan: LanePlan): Target => ({
    lane,
    match: matchWeights(plan, file),
    wanted: wantedOf(plan).size,
  });
  const plans = planLanes(config);
  const lanes = config.lanes.flatMap(({ id }, i) => (plans[i] === undefined ? [] : [target(id, plans[i])]));
  if (own === null) return lanes;
  const [plan] = planLanes(addNetwork({ ...config, lanes: [] }, own.architecture, 'own'));
  return plan === undefined ? lanes : [...lanes, target(null, plan)];
}

/** The target that most of a file fits, of equals the first. */
export function bestOf(targets: readonly Target[]): Target | null {
  const share = ({ match, wanted }: Target): number =>
    match.fits.length / Math.max(1, wanted + match.leftOver.length);
  return targets.reduce<Target | null>(
    (best, one) => (best === null || share(one) > share(best) ? one : best),
    null,
  );
}

/**
 * Keeps the weights, and has a network start from them; the run begins anew.
 * @throws KeepError where the browser takes them nowhere: nothing is changed then.
 */
export async function startFrom(
  session: Session,
  { name, file, own }: Brought,
  lane: string | null,
): Promise<void> {
  const hash = await keepWeights(name, file);
  const { config } = experimentStore.getState();
  const weights = { hash, name };
  if (lane !== null) changeExperiment(startLane(config, lane, weights));
  else if (own !== null) changeExperiment(addNetwork(config, own.architecture, name, weights));
  // What is asked for by a link may have come just now: the experiment is as it was, and can be run.
  if (experimentStore.getState().config === config) session.restart();
}
