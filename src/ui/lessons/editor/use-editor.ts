/** The editor's store, and hooks of its parts: what is written, and the experiment of a step. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { decode, encode } from '../../../config/codec/url';
import type { ExperimentConfig, LaneConfig } from '../../../config/schema';
import { languageStore } from '../../../i18n/language';
import { useMessages } from '../../../i18n/messages';
import type { LessonStep, Question } from '../../../lessons/format';
import { experimentStore } from '../../../state/experiment';
import { changeQuestion, changeStep, emptyLesson, type Writing } from './model';
import { createEditor, DRAFT_KEY } from './store';

function storageOrNone(): Storage | null {
  try {
    return localStorage;
  } catch {
    // Browsers that keep nothing may refuse even to name their storage.
    return null;
  }
}

/** The lesson of this browser. */
export const editor = createEditor(storageOrNone(), () =>
  emptyLesson(languageStore.getState().language, encode(experimentStore.getState().config)),
);

/** Replaces parts of the step at hand; see `changeStep`. */
export function setStep(part: Partial<LessonStep>, about: string | null = null): void {
  editor.write((writing) => changeStep(writing, part, about));
}

/** Replaces parts of its question; see `changeQuestion`. */
export function setQuestion(part: Partial<Question>, about: string | null = null): void {
  editor.write((writing) => changeQuestion(writing, part, about));
}

/** Follows what other tabs write; returns what ends that. */
export function watchOtherTabs(): () => void {
  const heard = ({ key, newValue }: StorageEvent): void => {
    if (key === DRAFT_KEY) editor.changedElsewhere(newValue);
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}

export function useWriting(): Writing {
  return useStore(editor.store, ({ writing }) => writing);
}

/** The step at hand. */
export function useStep(): LessonStep {
  const { lesson, at } = useWriting();
  const step = lesson.steps[at];
  if (step === undefined) throw new Error('a lesson that is written has a step at hand');
  return step;
}

/** The experiment of a link's part. */
export function useConfigOf(experiment: string): ExperimentConfig {
  return useMemo(() => decode(experiment).config, [experiment]);
}

/** What networks of an experiment are called, by their ids. */
export function useNamesIn({ lanes }: { readonly lanes: readonly LaneConfig[] }): (id: string) => string {
  const { ui } = useMessages();
  return (id) => lanes.find((lane) => lane.id === id)?.label ?? ui.lanes.name(id);
}
