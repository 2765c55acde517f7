// @vitest-environment happy-dom
/** The parts of the page around the panels, on a session whose worker the test plays. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../../client/session';
import { changeExperiment, experimentStore } from '../../state/experiment';
import { openingOf, openingStore } from '../../state/opening';
import { pageStore } from '../../state/page';
import { recordingBegins, recordingEnds } from '../../state/experiment';
import { initialRunFacts, runStore } from '../../state/run';
import { FakeWorker, readyReport, smallExperiment } from '../../testing/client';
import { RateSlider } from '../controls/RateSlider';
import { SessionContext } from './hooks';
import { Divergence, Failure, Notices } from './Notices';
import { Transport } from './Transport';

let worker: FakeWorker;
let close: () => void;
let session: Session;

beforeEach(() => {
  experimentStore.setState({ config: smallExperiment, notices: [], origin: 'link' });
  pageStore.setState(pageStore.getInitialState());
  runStore.setState(initialRunFacts);
  recordingBegins();
  session = new Session({
    backend: 'auto',
    createWorker: () => (worker = new FakeWorker()),
    frame: (callback) => callback(),
  });
  close = session.open();
});

afterEach(() => {
  cleanup();
  close();
});

const show = (part: ReactNode): void => void render(<SessionContext value={session}>{part}</SessionContext>);
const button = (name: string): HTMLButtonElement => screen.getByRole('button', { name });
const answer = (...report: Parameters<FakeWorker['answer']>): void => act(() => worker.answer(...report));
/** The run stands, with the gradients of step 0. */
function becomeReady(): void {
  answer(readyReport);
  answer({ type: 'running', running: false });
}
/** What was sent to the worker after its first command, which starts the run. */
const sent = (): string[] => worker.sent.slice(1).map(({ type }) => type);

describe('the bar of the training', () => {
  beforeEach(() => show(<Transport />));

  it('says how far the run is prepared, and cannot step before it is', () => {
    answer({ type: 'progress', phase: 'data', fraction: 0.25 });
    const progress = screen.getByRole('progressbar');
    expect(progress.getAttribute('aria-valuenow')).toBe('25');
    expect(progress.getAttribute('aria-valuetext')).toMatch(/25 %$/);
    expect(button('Step').disabled).toBe(true);
    becomeReady();
    expect(screen.queryByRole('progressbar')).toBeNull();
    expect(button('Step').disabled).toBe(false);
  });

  it('trains, and at once offers to pause', () => {
    becomeReady();
    fireEvent.click(button('Train'));
    expect(sent().at(-1)).toBe('train');
    expect(button('Step').disabled).toBe(true);
    fireEvent.click(button('Pause'));
    expect(sent().at(-1)).toBe('pause');
    expect(button('Train')).toBeDefined();
  });

  it('remembers before the run is ready that it is to train', () => {
    fireEvent.click(button('Train'));
    expect(button('Pause (starts when ready)')).toBeDefined();
    expect(sent()).not.toContain('train');
    becomeReady();
    expect(sent()).toContain('train');
  });

  it('says at which layer a step is paused, and of one that waits before its first nothing', () => {
    becomeReady();
    const at = (done: number, isHeld: boolean): string | undefined => {
      act(() => runStore.setState({ stepProgress: { done, of: 110, isHeld } }));
      return screen.queryByTestId('step-progress')?.textContent;
    };
    expect(at(0, false)).toBe('layer0/110');
    expect(at(37, true)).toBe('paused at layer37/110');
    expect(at(0, true)).toBeUndefined();
    expect(screen.getByText('epoch')).toBeDefined();
  });

  it('steps once for a click', () => {
    becomeReady();
    fireEvent.click(button('Step'));
    expect(sent().filter((type) => type === 'step')).toHaveLength(1);
  });

  it('starts the same experiment anew', () => {
    becomeReady();
    fireEvent.click(button('Reset'));
    expect(worker.sent.at(-1)).toMatchObject({ type: 'start', experiment: smallExperiment });
  });

  it('counts steps and epochs', () => {
    becomeReady();
    act(() => runStore.setState({ stepCount: 31, stepMilliseconds: 12.3 }));
    expect(definition('step')).toBe('31');
    // 62 steps are an epoch.
    expect(definition('epoch')).toBe('0.50');
    expect(screen.getByTitle(/^12\S* ms per step/)).toBeDefined();
  });

  it('has nothing to press where the trainer failed', () => {
    answer({ type: 'failed', code: 'data', message: 'no network' });
    for (const name of ['Train', 'Step', 'Reset']) expect(button(name).disabled).toBe(true);
  });

  it('names the backend, and why it is this one', () => {
    answer({
      type: 'backend',
      backend: {
        name: 'wasm',
        reason: 'no-adapter',
        requested: 'auto',
        detail: '',
        trouble: '',
        kernels: 'simd',
      },
    });
    const badge = screen.getByTestId('backend');
    expect(badge.dataset['backend']).toBe('wasm');
    expect(badge.textContent).toMatch(/^Backend: wasm · .*SIMD/);
  });
});

describe('the live learning rate', () => {
  beforeEach(() => {
    show(<RateSlider testId="rate" />);
    becomeReady();
    act(() => runStore.setState({ learningRate: 0.02 }));
  });
  const slider = (): HTMLInputElement => screen.getByRole('slider', { name: 'Live learning rate' });
  const move = (by: number): void =>
    void fireEvent.input(slider(), { target: { value: String(Number(slider().value) + by) } });

  it('stands at the rate of the run', () => {
    expect(slider().getAttribute('aria-valuetext')).toBe('0.02');
    expect(screen.getByTestId('live-rate').textContent).toBe('0.02');
  });

  it('tells the rates that it passes, and sets the one where it is let go', () => {
    move(1);
    move(1);
    expect(slider().getAttribute('aria-valuetext')).toBe('0.03');
    expect(sent()).not.toContain('rate');
    act(() => void slider().dispatchEvent(new Event('change', { bubbles: true })));
    expect(worker.sent.at(-1)).toMatchObject({ type: 'rate', rate: 0.03 });
  });
});

describe('notices', () => {
  beforeEach(() => show(<Notices />));

  it('is a region that is there before anything is said', () => {
    expect(screen.getByRole('status').textContent).toBe('');
  });

  it('lists what was repaired, and nothing after it was read', () => {
    act(() => changeExperiment({ ...smallExperiment, batchSize: 1e9 }));
    const lines = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('batch size');
    fireEvent.click(button('Dismiss'));
    expect(screen.queryByRole('listitem')).toBeNull();
    expect(experimentStore.getState().notices).toEqual([]);
  });

  it('says that there is no such backend', () => {
    act(() => pageStore.setState({ unknownBackend: 'abacus' }));
    expect(screen.getByRole('listitem').textContent).toContain('abacus');
  });

  it('says what of the address was not used, and what was done', () => {
    act(() => openingStore.setState(openingOf('?until=1e9&embed=all&play=no')));
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      '“embed=all” is none of stage, profile, loss, diagram: the whole page is shown.',
      '“until=1e9” is not a whole number of steps from 0 to 10,000: used 10,000.',
      '“play=no” is not known, “play” alone is: training waits.',
    ]);
    fireEvent.click(button('Dismiss'));
    expect(openingStore.getState().problems).toEqual([]);
  });

  it('says where the link no longer tells the whole run', () => {
    act(() => recordingEnds(120));
    expect(screen.getByRole('listitem').textContent).toContain('120');
    fireEvent.click(button('Dismiss'));
    expect(screen.queryByRole('listitem')).toBeNull();
  });

  it('says anew that the GPU was lost, after the first time was read', () => {
    const recovery = { lost: 'device', step: 40, repeated: 3, backend: 'wasm' } as const;
    act(() => runStore.setState({ recovery }));
    fireEvent.click(button('Dismiss'));
    expect(screen.queryByRole('listitem')).toBeNull();
    act(() => runStore.setState({ recovery: { ...recovery, step: 90 } }));
    expect(screen.getByRole('listitem').textContent).toContain('90');
  });
});

describe('a failure', () => {
  beforeEach(() => show(<Failure />));

  it('says what happened and what to do, and begins anew in another worker', () => {
    answer({ type: 'failed', code: 'internal', message: 'left undone' });
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('The trainer stopped');
    expect(alert.textContent).toContain('left undone');
    const old = worker;
    fireEvent.click(screen.getByTestId('restart'));
    expect(old.terminated).toBe(true);
    expect(worker).not.toBe(old);
    expect(worker.sent.map(({ type }) => type)).toContain('start');
    expect(alert.textContent).toBe('');
  });

  it('tells for how long the worker has not answered', () => {
    act(() => runStore.setState({ silence: 21_400 }));
    expect(screen.getByTestId('silent').textContent).toContain('For 21 s');
    act(() => runStore.setState({ silence: null }));
    expect(screen.queryByTestId('silent')).toBeNull();
  });
});

describe('a divergence', () => {
  beforeEach(() => {
    show(<Divergence />);
    becomeReady();
    const divergences = [{ lane: 'plain', step: 7, place: 'loss', layer: null }] as const;
    act(() => runStore.setState({ divergences }));
  });

  it('names the network and offers a tenth of the rate, on the same experiment', () => {
    expect(screen.getByRole('alert').textContent).toMatch(/plain network diverged/i);
    const { learningRate } = experimentStore.getState().config.optimiser;
    fireEvent.click(screen.getByTestId('lower-rate'));
    expect(experimentStore.getState().config.optimiser.learningRate).toBeCloseTo(learningRate / 10, 12);
  });

  it('is not spoken of again once the run is to go on', () => {
    fireEvent.click(button('Go on all the same'));
    expect(sent()).toContain('train');
    act(() => session.pause());
    answer({ type: 'running', running: false });
    expect(screen.getByRole('alert').textContent).toBe('');
  });
});

/** What stands beside a term of the clock. */
function definition(term: string): string | null | undefined {
  return screen.getByText(term).nextElementSibling?.textContent;
}
