/** The run of the page as one that is kept, and a kept run as that of the page. */
import { fitToBudget } from '../architecture/budget';
import { planLanes } from '../architecture/plan-experiment';
import { decode, encode } from '../config/codec/url';
import type { ExperimentConfig } from '../config/schema';
import { fits } from '../runs/fits';
import type { KeptRun } from '../runs/run';
import { recordingStore } from '../state/experiment';
import { historyOf, withHistory } from '../state/history';
import { instrumentStore } from '../state/instruments';
import { metricsStore } from '../state/metrics';
import { runStore, type RunFacts } from '../state/run';
import type { Session } from './session';

const SERIES = { metrics: metricsStore, instruments: instrumentStore };

/** What stands behind the # of the experiment's address. */
export function linkOf(config: ExperimentConfig): string {
  return encode(config).replace(/^#/, '');
}

/** How a run of the page is told from all others, and how long it has trained, in milliseconds. */
interface Identity {
  /** Its number on this page. */
  readonly run: number;
  readonly id: string;
  readonly trained: number;
}

let identity: Identity | null = null;

/** Of the run at hand. */
export function identityOf(run: number): Identity {
  if (identity?.run !== run) identity = { run, id: newId(), trained: 0 };
  return identity;
}

/** The run at hand is kept as another one from now on. */
export function forgetIdentity(): void {
  identity = identity && { ...identity, id: newId() };
}

/** Of a run that is none of those before. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** It has trained for so much longer. */
export function trainedOn(run: number, milliseconds: number): Identity {
  const before = identityOf(run);
  return (identity = { ...before, trained: before.trained + milliseconds });
}

/**
 * The run at hand as it is once its worker has told its state; null where it has made no update.
 * @param read What the page knows then.
 * @throws NoRunError where there is no run, or it ends before.
 */
export async function keptRunOf(
  session: Pick<Session, 'state'>,
  read: () => { readonly config: ExperimentConfig; readonly facts: RunFacts },
): Promise<KeptRun | null> {
  const state = await session.state();
  // Nothing else is heard of the worker before this: all that the page knows is of this step.
  const { config, facts } = read();
  const { stepCount: step } = state.checkpoint;
  if (step === 0) return null;
  const { id, trained } = identityOf(facts.run);
  const history = historyOf(facts, SERIES, recordingStore.getState().end);
  return { id, link: linkOf(config), step, at: Date.now(), trained: Math.round(trained), state, history };
}

/** See `Session.continueFrom`. */
export function continueKept(
  session: Pick<Session, 'goOn' | 'comeBack'>,
  { id, link, step, trained, state, history }: KeptRun,
): void {
  const { config } = fitToBudget(decode(link.replace(/^#?/, '#')).config);
  const { replaysTo, switches, rates } = history;
  if (fits(state, config, planLanes(config))) {
    const bringBack = (facts: RunFacts): RunFacts => withHistory(facts, state, history, SERIES);
    session.goOn(config, replaysTo, { state, bringBack });
    identity = { run: runStore.getState().run, id, trained };
    return;
  }
  const timeline = switches.filter((one) => one.step > 0);
  const replay = replaysTo === null ? config : { ...config, timeline, rates };
  session.comeBack({ config, run: { config, replay, step, replaysTo, ghost: null } });
}
