/**
 * All kinds of studies. A kind stands in the folder of its name: `kind.ts` is its part of this list, `compute.ts` what the
 * worker does (see `worker.ts`), and `View.tsx` what the page shows (see `page.ts`). Its texts are in `i18n`.
 */
import type { AnyStudy, FieldValue, ValuesOf } from '../contract/studies';
import { ABLATION } from './ablation/kind';
import { DEGRADATION } from './degradation/kind';
import { INIT } from './init/kind';
import { LANDSCAPE } from './landscape/kind';
import { LESION } from './lesion/kind';
import { PATHS } from './paths/kind';
import { RATE_RANGE } from './rate-range/kind';
import { SHATTERING } from './shattering/kind';
import { VARIANTS } from './variants/kind';

/** In the order in which the page asks them. */
export const KINDS = {
  lesion: LESION,
  ablation: ABLATION,
  paths: PATHS,
  degradation: DEGRADATION,
  landscape: LANDSCAPE,
  shattering: SHATTERING,
  init: INIT,
  variants: VARIANTS,
  'rate-range': RATE_RANGE,
};

type Kinds = typeof KINDS;
export type StudyKind = keyof Kinds;

export const QUESTIONS = Object.keys(KINDS) as readonly StudyKind[];

type Requests = { readonly [K in StudyKind]: { readonly kind: K } & ValuesOf<Kinds[K]['fields']> };
type Results = { readonly [K in StudyKind]: NonNullable<Kinds[K]['result']> };
export type RequestOf<K extends StudyKind> = Requests[K];
export type ResultOf<K extends StudyKind> = Results[K];
export type StudyRequest = Requests[StudyKind];
export type StudyResult = Results[StudyKind];

/** The kind of a request, and the values of its fields. */
export function partsOf({ kind, ...values }: StudyRequest): {
  readonly study: AnyStudy;
  readonly values: Readonly<Record<string, FieldValue>>;
} {
  return { study: KINDS[kind], values };
}

/** What is asked for unless fields are changed. */
export function firstRequest<K extends StudyKind>(kind: K): RequestOf<K> {
  const values = Object.entries(KINDS[kind].fields).map(([name, { first }]) => [name, first] as const);
  return { kind, ...Object.fromEntries(values) } as RequestOf<K>;
}
