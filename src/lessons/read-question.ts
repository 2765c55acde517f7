/** Reads what the question of a lesson has done, and what it measures. */
import type { ExperimentConfig } from '../config/schema';
import type { Field, FieldValue } from '../contract/studies';
import { firstRequest, KINDS, QUESTIONS, type StudyRequest } from '../studies/kinds';
import {
  MOMENTS,
  PLAN_QUANTITIES,
  RUN_QUANTITIES,
  UNITS,
  type Act,
  type Measure,
  type Reading,
} from './format';
import type { Place } from './repairs';

const ACTS = ['look', 'train', 'switch', 'study'] as const;

/** Most steps that an act trains. */
export const MOST_STEPS = 5_000;

/** Looks where nothing else can be made of it. */
export function readAct(place: Place, config: ExperimentConfig): Act {
  if (place.isAbsent) return { kind: 'look' };
  const kind = place.get('kind').among(ACTS, 'look');
  switch (kind) {
    case 'look':
      return { kind };
    case 'train':
      return { kind, steps: place.get('steps').whole(1, MOST_STEPS, 30) };
    case 'switch': {
      const lane = readLane(place.get('lane'), config);
      const blocks = config.lanes.find(({ id }) => id === lane)?.gains.length ?? 0;
      const block = place.get('block');
      return {
        kind,
        lane,
        block: block.value === 'all' || blocks === 0 ? 'all' : block.whole(0, blocks - 1, 0),
        gain: readGain(place.get('gain')),
        steps: place.get('steps').whole(0, MOST_STEPS, 0),
      };
    }
    case 'study':
      return { kind, request: readRequest(place.get('request')) };
  }
  return kind satisfies never;
}

function readGain(place: Place): number {
  const { value } = place;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  const used = typeof value === 'number' && value < 0 ? 0 : 1;
  if (!place.isAbsent) place.note(typeof value === 'number' ? 'out-of-range' : 'wrong-type', String(used));
  return used;
}

function readRequest(place: Place): StudyRequest {
  const kind = place.get('kind').among(QUESTIONS, 'lesion');
  const fields: Readonly<Record<string, Field>> = KINDS[kind].fields;
  const values = Object.entries(fields).map(
    ([name, field]) => [name, readField(place.get(name), field)] as const,
  );
  return { ...firstRequest(kind), ...Object.fromEntries(values) } as StudyRequest;
}

/** The value of a study's setting; what it is unless changed, where nothing else is said. */
function readField(place: Place, field: Field): FieldValue {
  if (place.isAbsent) return field.first;
  if ('choices' in field) return place.among(field.choices, field.first);
  const within = (value: unknown): number | null =>
    typeof value === 'number' && !Number.isNaN(value)
      ? Math.min(field.max, Math.max(field.min, field.integer ? Math.round(value) : value))
      : null;
  if (!('most' in field)) {
    const used = within(place.value) ?? field.first;
    if (used !== place.value)
      place.note(typeof place.value === 'number' ? 'out-of-range' : 'wrong-type', String(used));
    return used;
  }
  const most = Number.isFinite(field.most) ? field.most : 100;
  const used = place.list(most).flatMap((one) => {
    const number = within(one.value);
    if (number !== one.value) one.note(number === null ? 'wrong-type' : 'out-of-range', String(number ?? ''));
    return number === null ? [] : [number];
  });
  const sorted = [...new Set(used)].toSorted((a, b) => a - b);
  return sorted.length === 0 ? field.first : sorted;
}

/** Null where it says nothing that could be measured. */
export function readMeasure(place: Place, config: ExperimentConfig): Measure | null {
  if (!place.isObject) return place.drop();
  const one = readReading(place.get('one'), config);
  if (one === null) return null;
  const second = place.get('other');
  const other = second.isAbsent ? null : readReading(second, config);
  return {
    one,
    other,
    by: other === null ? 'ratio' : place.get('by').among(['ratio', 'difference'], 'ratio'),
    unit: place.get('unit').among(UNITS, 'number'),
  };
}

function readReading(place: Place, config: ExperimentConfig): Reading | null {
  if (!place.isObject) return place.drop();
  const of = place.get('of');
  const lane = place.get('lane');
  const run = RUN_QUANTITIES.find((name) => name === of.value);
  if (run !== undefined)
    return { of: run, lane: readLane(lane, config), at: place.get('at').among(MOMENTS, 'after') };
  const plan = PLAN_QUANTITIES.find((name) => name === of.value);
  if (plan !== undefined) return { of: plan, lane: readLane(lane, config) };
  if (of.value === 'study') {
    const figure = place.get('figure').text(40);
    return { of: 'study', figure, lane: lane.isAbsent ? null : readLane(lane, config) };
  }
  of.note(of.value === undefined ? 'missing' : 'unknown', '');
  return null;
}

function readLane(place: Place, { lanes }: ExperimentConfig): string {
  return place.among(
    lanes.map(({ id }) => id),
    lanes[0]?.id ?? '',
  );
}
