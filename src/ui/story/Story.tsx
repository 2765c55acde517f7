/** The one sentence that says what is happening in the run, from what was measured, and the figures behind it. */
import './story.css';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { equal } from '../../config/equal';
import { capital, type Phrase } from '../../i18n/phrase';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { laneName } from '../../i18n/lane-names';
import { laneSlot } from '../../state/lane-style';
import { metricsStore } from '../../state/metrics';
import { runStore } from '../../state/run';
import { Boundary } from '../page/Boundary';
import { usePlans } from '../page/hooks';
import { lazyPart } from '../page/lazy-part';
import { storyFacts } from './facts';
import { GUESSES, guessStore, questionOf, verdictOf, type Question, type Verdict } from './prediction';
import { sentenceOf } from './sentence';
import { spokenStory } from './spoken';
import { storyOf, type Story as Told } from './story';

const Why = lazyPart(
  () => import('./Why'),
  (module) => module.Why,
);

/** Milliseconds between two sentences while a run trains: as often as one can be read. */
const INTERVAL = 1_000;

const WHY = 'story-why';

interface Telling {
  readonly story: Told;
  readonly phrase: Phrase;
  /** The same as plain text. */
  readonly words: string;
  /** What is asked; null once the run has begun. */
  readonly question: Question | null;
  /** What came of the guess; null until it is measured. */
  readonly verdict: Verdict | null;
}

/** What is told of the run at hand; another only when its words are. */
function useTelling(): Telling | null {
  const plans = usePlans();
  const messages = useMessages();
  const [telling, tell] = useState<Telling | null>(null);
  const told = useRef<(Telling & { readonly run: number }) | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;
    const look = (): void => {
      clearTimeout(timer);
      timer = undefined;
      const { config } = experimentStore.getState();
      const facts = storyFacts(config, runStore.getState(), metricsStore, plans);
      const { run } = runStore.getState();
      const before = told.current;
      const story = storyOf(facts, before?.run === run ? before.story : null);
      const phrase = sentenceOf(story, facts.measured, messages.story.sentences);
      const question = questionOf(facts);
      const { guess } = guessStore.getState();
      const verdict = guess?.run === run ? verdictOf(facts, guess) : null;
      const words = spokenStory(story, facts.measured, messages);
      told.current = { story, phrase, words, question, verdict, run };
      const isSame =
        before?.words === words &&
        equal<unknown>(before.question, question) &&
        equal<unknown>(before.verdict, verdict);
      if (!isSame) tell(told.current);
    };
    const soon = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    const later = (): void => {
      if (runStore.getState().status.kind === 'running') timer ??= setTimeout(look, INTERVAL);
      else soon();
    };
    look();
    const leave = [
      metricsStore.subscribe(later),
      runStore.subscribe((now, before) => {
        const isNews =
          now.run !== before.run ||
          now.status.kind !== before.status.kind ||
          now.switches !== before.switches ||
          now.divergences !== before.divergences;
        if (isNews) soon();
      }),
    ];
    return () => {
      for (const stop of leave) stop();
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, [plans, messages]);
  return telling;
}

export function Story() {
  const { story: text } = useMessages();
  const telling = useTelling();
  // Names and colours of lanes.
  useStore(experimentStore, ({ config }) => config.lanes);
  const run = useStore(runStore, (state) => state.run);
  const guess = useStore(guessStore, (state) => (state.guess?.run === run ? state.guess : null));
  if (telling === null) return <section className="story" data-testid="story" />;
  const asks = telling.question !== null && (guess === null || equal(guess.question, telling.question));
  return (
    <section
      className="story"
      data-testid="story"
      data-kind={telling.story.kind}
      data-asks={asks && guess === null}
      aria-label={text.label}
    >
      <p className="story-sentence">
        <span className="story-words">
          <Words phrase={telling.phrase} />
          {telling.verdict !== null && (
            <span data-testid="grade">
              {' '}
              <Graded verdict={telling.verdict} story={telling.story} />
            </span>
          )}
        </span>{' '}
        <button type="button" className="story-why-button" popoverTarget={WHY} data-testid="why">
          {text.why.button}
        </button>
      </p>
      <Figures />
      {asks && telling.question !== null && (
        <Prediction question={telling.question} run={run} guess={guess?.guess ?? null} />
      )}
    </section>
  );
}

/** Each piece in an element of its own: translators replace texts, which React then replaces again. */
function Words({ phrase }: { readonly phrase: Phrase }) {
  return phrase.map((piece, index) => (
    <Fragment key={index}>
      {typeof piece === 'string' ? <span>{piece}</span> : <Name lane={piece.lane} first={piece.first} />}
    </Fragment>
  ));
}

function Name({ lane, first }: { readonly lane: string; readonly first: boolean }) {
  const { ui } = useMessages();
  const place = experimentStore.getState().config.lanes.findIndex(({ id }) => id === lane);
  const name = laneName(lane);
  return (
    <strong style={{ color: `var(--lane-${laneSlot(Math.max(0, place))})` }}>
      {first ? capital(ui.lanes.name(name)) : name}
    </strong>
  );
}

/** What came of a guess: short where the story tells of the same. */
function Graded({ verdict, story }: { readonly verdict: Verdict; readonly story: Told }) {
  const { story: text } = useMessages();
  const { lane, effect, guess } = verdict;
  const isTold = story.kind === 'effect' && story.lane === lane && story.effect === effect;
  return isTold ? (
    text.prediction.graded(effect === guess, guess)
  ) : (
    <Words phrase={text.prediction.answered(lane, effect, guess)} />
  );
}

interface PredictionProps {
  readonly question: Question;
  readonly run: number;
  readonly guess: (typeof GUESSES)[number] | null;
}

function Prediction({ question, run, guess }: PredictionProps) {
  const { story } = useMessages();
  const text = story.prediction;
  return (
    <div className="story-prediction" role="group" aria-label={text.label} data-testid="prediction">
      <p>
        <Words phrase={text.question(question.lane, question.on)} />
      </p>
      <div className="segments">
        {GUESSES.map((each) => (
          <button
            key={each}
            type="button"
            className="button button-small"
            aria-pressed={each === guess}
            onClick={() => guessStore.setState({ guess: { run, question, guess: each } })}
          >
            {text.guesses[each]}
          </button>
        ))}
      </div>
    </div>
  );
}

/** The figures, read at the moment they are opened. */
function Figures() {
  const { story } = useMessages();
  const [open, setOpen] = useState(false);
  const plans = usePlans();
  return (
    <div
      role="group"
      className="story-why"
      id={WHY}
      popover="auto"
      aria-label={story.why.title}
      onToggle={(event) => setOpen(event.newState === 'open')}
    >
      {open && (
        <Boundary name={story.why.title}>
          <Why plans={plans} />
        </Boundary>
      )}
    </div>
  );
}
