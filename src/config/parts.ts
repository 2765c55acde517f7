/** The parts of a config, each the values of some settings: made, and read, by the table of settings. */
import type { Scalar, Value } from './setting-kinds';
import { ENTRIES, isScalar, type Part, type PartName, type ScalarKey, type Table } from './settings';

/** The part of a config in which a setting stands. */
function partNameOf({ path, name }: { readonly path: string; readonly name: string }): string {
  return path === name ? '' : path.slice(0, -name.length - 1);
}

/** The value of a setting in a config, or in what has a part of one. */
export function valueAt(config: object, setting: Scalar): Value {
  const part = partNameOf(setting);
  const values = part === '' ? config : (config as Record<string, object>)[part];
  return (values as Record<string, Value>)[setting.name] ?? setting.default;
}

const PARTS = new Map<string, [ScalarKey, Table[ScalarKey]][]>();
for (const [key, setting] of ENTRIES) {
  if (!isScalar(setting)) continue;
  const part = partNameOf(setting);
  PARTS.set(part, [...(PARTS.get(part) ?? []), [key as ScalarKey, setting]]);
}

/** The settings of a part of a config, with their keys. */
export function scalarsIn(part: PartName): readonly [ScalarKey, Table[ScalarKey]][] {
  return PARTS.get(part) ?? [];
}

/** A part of a config from a value of each of its settings. */
export function partOf<Name extends PartName>(
  part: Name,
  valueOf: (key: ScalarKey, setting: Table[ScalarKey]) => Value,
): Part<Name> {
  const values = scalarsIn(part).map(([key, setting]) => [setting.name, valueOf(key, setting)]);
  return Object.fromEntries(values) as Part<Name>;
}
