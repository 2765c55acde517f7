/** What a setting can be: one of the kinds of entries of `settings.ts`. */

/** Both are included. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

interface Entry<Path extends string, Chosen> {
  /** Where its value stands in a config. */
  readonly path: Path;
  /** What it is called there: the end of its path. */
  readonly name: string;
  /** Whether it means anything beside what else was chosen; it always does where this is absent. */
  readonly when?: (chosen: Chosen) => boolean;
}

export interface NumberSetting<Path extends string = string, Chosen = never>
  extends Entry<Path, Chosen>, Bounds {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly default: number;
}

export interface ChoiceSetting<
  Path extends string = string,
  T extends string | number = string | number,
  Chosen = never,
> extends Entry<Path, Chosen> {
  readonly kind: 'choice';
  readonly choices: readonly T[];
  readonly default: T;
}

/** `on` or `off` in a link. */
export interface FlagSetting<Path extends string = string, Chosen = never> extends Entry<Path, Chosen> {
  readonly kind: 'flag';
  readonly default: boolean;
}

/** A whole number per stage. */
export interface StageSetting<Path extends string = string> extends Entry<Path, never>, Bounds {
  readonly kind: 'numbers';
  readonly integer: true;
  /** The numbers that it may be, where those are not all within its bounds. */
  readonly among?: readonly number[];
  /** What a stage has that leaves it out; absent where every stage says it. */
  readonly default?: number;
}

/** What has a form of its own in links. */
export interface ListSetting<Path extends string = string> extends Entry<Path, never> {
  readonly kind: 'own-data' | 'overrides' | 'names' | 'switches' | 'rates';
}

/** A setting of a single value. */
export type Scalar = NumberSetting | ChoiceSetting | FlagSetting;

export type Value = string | number | boolean;

/** What a setting of a single value may be. */
export type ValueOf<Setting> = Setting extends { readonly choices: readonly (infer T)[] }
  ? T
  : Setting extends { readonly kind: 'number' }
    ? number
    : Setting extends { readonly kind: 'flag' }
      ? boolean
      : never;

type Rest<Setting> = Omit<Setting, 'kind' | 'path' | 'name' | 'integer'>;

/** A place in a config. */
export function at<const Path extends string>(path: Path): { readonly path: Path; readonly name: string } {
  return { path, name: path.slice(path.lastIndexOf('.') + 1) };
}

export function real<const Path extends string, Chosen>(
  path: Path,
  rest: Rest<NumberSetting<Path, Chosen>>,
): NumberSetting<Path, Chosen> {
  return { kind: 'number', ...at(path), integer: false, ...rest };
}

export function integer<const Path extends string, Chosen>(
  path: Path,
  rest: Rest<NumberSetting<Path, Chosen>>,
): NumberSetting<Path, Chosen> {
  return { kind: 'number', ...at(path), integer: true, ...rest };
}

export function choice<const Path extends string, const T extends string, Chosen>(
  path: Path,
  rest: Rest<ChoiceSetting<Path, T, Chosen>> & { readonly default: NoInfer<T> },
): ChoiceSetting<Path, T, Chosen> {
  return { kind: 'choice', ...at(path), ...rest };
}

/** One of a few numbers. */
export function oneOf<const Path extends string, Chosen>(
  path: Path,
  rest: Rest<ChoiceSetting<Path, number, Chosen>>,
): ChoiceSetting<Path, number, Chosen> {
  return { kind: 'choice', ...at(path), ...rest };
}

export function flag<const Path extends string, Chosen>(
  path: Path,
  rest: Rest<FlagSetting<Path, Chosen>>,
): FlagSetting<Path, Chosen> {
  return { kind: 'flag', ...at(path), ...rest };
}

export function perStage<const Name extends string, const Own extends Rest<StageSetting>>(
  name: Name,
  rest: Own,
): StageSetting<`network.stages.${Name}`> & Own {
  return { kind: 'numbers', ...at(`network.stages.${name}`), integer: true, ...rest };
}

export function list<const Path extends string>(kind: ListSetting['kind'], path: Path): ListSetting<Path> {
  return { kind, ...at(path) };
}
