/** Six test images beside the networks, each with what every network takes it for: from the first test on, and anew with each. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { LaneMark } from '../../charts/core/LaneMark';
import { verdictsOf } from '../../charts/core/predictions';
import { SETTINGS } from '../../config/settings';
import type { ShownImages } from '../../contract/messages';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { useLaneNames } from '../../i18n/lane-names';
import { showPanel } from '../../state/panels';
import { runStore } from '../../state/run';
import { formatPercent } from '../controls/format';
import { useClassName, useExperiment } from '../page/hooks';
import { goToPanel } from '../page/PanelSections';
import { useToolbar } from '../page/toolbar';
import { Picture } from './Picture';
import './seeing.css';

/** What a network takes an image for. */
interface Answer {
  readonly lane: string;
  /** Its place decides its mark. */
  readonly place: number;
  /** -1 where the outputs are not finite. */
  readonly predicted: number;
  readonly confidence: number;
  readonly right: boolean;
}

/** Places that are kept for images until they have come. */
const PLACES = [0, 1, 2, 3, 4, 5];

export function Images() {
  const { images: text } = useMessages().instruments;
  const shown = useStore(runStore, (state) => state.shown);
  const answers = useAnswers(shown);
  /** What the pointer or the keyboard rests on. */
  const [at, setAt] = useState<number | null>(null);
  return (
    <section className="images" aria-label={text.title} data-testid="images">
      <p className="images-head">
        {shown === null || at === null ? (
          <State />
        ) : (
          <Reading truth={classOf(shown, at)} classes={shown.classes} answers={answers[at] ?? []} />
        )}
      </p>
      <div className="images-list" {...useToolbar()} aria-label={text.title}>
        {shown === null
          ? PLACES.map((place) => <span key={place} className="image image-absent" />)
          : shown.images.map((image, place) => (
              <Image
                key={image}
                place={place}
                shown={shown}
                answers={answers[place] ?? []}
                onRest={(rests) => setAt(rests ? place : null)}
              />
            ))}
      </div>
    </section>
  );
}

/** Every network's answer to each of the images, none before the first test. */
function useAnswers(shown: ShownImages | null): readonly (readonly Answer[])[] {
  const told = useStore(
    runStore,
    useShallow(({ lanes }) => lanes.flatMap(({ id, answers }) => (answers === null ? [] : [id, answers]))),
  );
  const lanes = useStore(
    runStore,
    useShallow((state) => state.lanes.map(({ id }) => id)),
  );
  if (shown === null) return [];
  const { classes, labels } = shown;
  const verdicts = lanes.flatMap((lane, place) => {
    const answers = told[told.indexOf(lane) + 1];
    return told.includes(lane) && answers instanceof Float32Array
      ? [{ lane, place, ...verdictsOf(answers, classes.length) }]
      : [];
  });
  return labels.map((label, image) =>
    verdicts.map(({ lane, place, predicted, confidence }) => {
      const answer = predicted[image] ?? -1;
      return {
        lane,
        place,
        predicted: answer,
        confidence: confidence[image] ?? Number.NaN,
        right: answer === label,
      };
    }),
  );
}

function classOf({ classes, labels }: ShownImages, place: number): string {
  return classes[labels[place] ?? 0] ?? '';
}

/** When the answers are from, or when they come. */
function State() {
  const { images: text } = useMessages().instruments;
  const config = useExperiment();
  const { testInterval } = config;
  const step = useStore(runStore, ({ lanes }) => lanes[0]?.test?.step ?? null);
  const usual = SETTINGS.test.default;
  if (testInterval === 0)
    return (
      <>
        <span>{`${text.never} `}</span>
        <button type="button" onClick={() => changeExperiment({ ...config, testInterval: usual })}>
          {text.testEvery(usual)}
        </button>
      </>
    );
  return <span data-testid="images-state">{step === null ? text.from(testInterval) : text.after(step)}</span>;
}

interface ReadingProps {
  readonly truth: string;
  readonly classes: readonly string[];
  readonly answers: readonly Answer[];
}

/** One image in words. Its button says them to those who do not see this. */
function Reading({ truth, classes, answers }: ReadingProps) {
  const className = useClassName();
  const { instruments } = useMessages();
  const { images: text, predictions } = instruments;
  return (
    <span aria-hidden="true" data-testid="images-reading">
      <strong>{text.truth(className(truth))}</strong>
      {answers.map(({ lane, place, predicted, confidence }) => (
        <span key={lane} className="images-answer">
          <LaneMark lane={place} />
          {predicted < 0
            ? predictions.nothing
            : predictions.probability(className(classes[predicted] ?? ''), formatPercent(confidence))}
        </span>
      ))}
    </span>
  );
}

interface ImageProps {
  readonly place: number;
  readonly shown: ShownImages;
  readonly answers: readonly Answer[];
  readonly onRest: (rests: boolean) => void;
}

function Image({ place, shown, answers, onRest }: ImageProps) {
  const className = useClassName();
  const { instruments } = useMessages();
  const text = instruments.images;
  const nameOf = useLaneNames();
  const { classes, pixels, height, width } = shown;
  const truth = classOf(shown, place);
  const said = answers.map(({ lane, predicted, right }) =>
    text.answer(nameOf(lane), right, predicted < 0 ? null : className(classes[predicted] ?? '')),
  );
  return (
    <button
      type="button"
      className="image"
      data-tool
      data-testid={`image-${place}`}
      aria-label={text.label(className(truth), said)}
      onPointerEnter={() => onRest(true)}
      onPointerLeave={() => onRest(false)}
      onFocus={() => onRest(true)}
      onBlur={() => onRest(false)}
      onClick={() => {
        showPanel('predictions', true);
        goToPanel('instruments');
      }}
    >
      <Picture pixels={pixels} height={height} width={width} image={place} />
      <span className="image-text" aria-hidden="true">
        <span className="image-class">{className(truth)}</span>
        <span className="image-answers">
          {answers.map(({ lane, place: own, right }) => (
            <span key={lane} data-testid={`answer-${lane}`} data-right={right}>
              <LaneMark lane={own} />
              {right ? '✓' : '✗'}
            </span>
          ))}
        </span>
      </span>
    </button>
  );
}
