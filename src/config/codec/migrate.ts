/**
 * Links of older versions, made into links of the newest. A version's step renames fields and writes out defaults that
 * the next one changed, on the texts alone, so that a link made today opens the same for ever.
 */

/** Texts by field name, as they stand in a link. */
export type LinkFields = ReadonlyMap<string, string>;

/** Turns the fields of a link of one version into those of the next. */
export type Migration = (fields: LinkFields) => LinkFields;

/** By the version that is left. Version 1 is the first, so there is nothing to leave yet. */
const MIGRATIONS: ReadonlyMap<number, Migration> = new Map();

/** Applies the steps from one version up to another; a version without a step of its own reads on as it is. */
export function migrate(
  fields: LinkFields,
  from: number,
  to: number,
  migrations: ReadonlyMap<number, Migration> = MIGRATIONS,
): LinkFields {
  let current = fields;
  for (let version = from; version < to; version++) {
    current = migrations.get(version)?.(current) ?? current;
  }
  return current;
}
