/** The messages between the trainer worker and a worker that carries parts of a study out. */
import type { BackendInfo } from '../../contract/backend';
import type { FailureCode } from '../../contract/messages';
import type { PartContext } from '../../studies/compute-parts';
import type { StudyKind } from '../../studies/kinds';
import type { LaneSnapshot } from '../../contract/run-state';

/** What a part is given, as it is sent. */
export interface SentContext extends Omit<PartContext, 'snapshots'> {
  readonly snapshots: readonly LaneSnapshot[];
}

export type PartCommand =
  /** Comes first. The answer is `ready`, or `failed` where the worker cannot compute as this backend does. */
  | {
      readonly type: 'open';
      readonly kind: StudyKind;
      readonly backend: BackendInfo;
      readonly context: SentContext;
    }
  /** One at a time. Answered by `tick` some times a second, the last of which has all that was found. */
  | { readonly type: 'perform'; readonly part: number; readonly task: unknown };

export type PartReport =
  | { readonly type: 'ready' }
  | {
      readonly type: 'tick';
      readonly part: number;
      readonly share: number;
      readonly found: unknown;
      readonly isLast: boolean;
    }
  /** The worker is of no more use. */
  | { readonly type: 'failed'; readonly code: FailureCode; readonly message: string };
