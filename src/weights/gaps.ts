/** What of a described network is not as described. */

/** What of a network is not as described. */
export type GapKind =
  /** A number or a choice that is another here: `used` says which. */
  | 'stem-kernel'
  | 'stem-stride'
  | 'stem-width'
  | 'stem-layers'
  | 'stages'
  | 'blocks'
  | 'width'
  | 'inner-width'
  | 'stride'
  | 'kernel'
  | 'groups'
  | 'dilation'
  | 'reduction'
  | 'shortcut'
  | 'norm'
  | 'activation'
  | 'depth'
  | 'hidden'
  | 'layout'
  /** A module that has no place here, and is left out. */
  | 'module';

/** What a description does not say, and is taken to be so. */
export type AssumedKind = 'assumed-stride' | 'assumed-activation' | 'assumed-groups' | 'assumed-shortcut';

export const isAssumed = (kind: GapKind | AssumedKind): kind is AssumedKind => kind.startsWith('assumed-');

export interface Gap {
  readonly kind: GapKind | AssumedKind;
  /** As described, in the description's own words or digits. */
  readonly given: string;
  /** What is there instead; null where it is left out. */
  readonly used: string | null;
  /** Of the description, from 1; null where it has none. */
  readonly line: number | null;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Notes what is not as described. */
export class Gaps {
  readonly list: Gap[];

  constructor(known: readonly Gap[]) {
    this.list = [...known];
  }

  note(kind: GapKind, given: number | string, used: number | string | null, line: number | null): void {
    const gap: Gap = { kind, given: String(given), used: used === null ? null : String(used), line };
    const isKnown = this.list.some(
      (one) => one.kind === kind && one.given === gap.given && one.used === gap.used,
    );
    if (!isKnown) this.list.push(gap);
  }

  /** The nearest number that a setting allows. */
  within(kind: GapKind, given: number, { min, max }: Range, line: number | null): number {
    const used = Math.min(max, Math.max(min, Math.round(given)));
    if (used !== given) this.note(kind, given, used, line);
    return used;
  }

  /** The nearest of some choices. */
  among<T extends number>(
    kind: GapKind,
    given: number,
    choices: readonly [T, ...T[]],
    line: number | null,
  ): T {
    const used = choices.reduce((best, one) => (Math.abs(one - given) < Math.abs(best - given) ? one : best));
    if (used !== given) this.note(kind, given, used, line);
    return used;
  }
}
