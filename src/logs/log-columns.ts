/** Which columns a log has, and where its numbers belong: found by their names once, as they first come. */
import { shownName } from '../config/shown';
import { KeptRows } from './kept-rows';
import { isNormOf, layerOfParameter, meaningOf, type Quantity } from './quantities';
import type { LogColumn, LogLayer } from './summary';

/** Where a number of a file belongs: a column, of which it may be a part; null for nowhere. */
export type Place = { readonly column: number; readonly isPart: boolean } | 'step' | null;

/** Layers, names of columns and scalars that are told apart at most: more have no room on any page. */
const MOST_LAYERS = 10_000;
const MOST_NAMES = 100_000;
const MOST_SCALARS = 200;
const LONGEST_NAME = 200;

const shortName = (name: string): string => shownName(name.slice(0, LONGEST_NAME));

export class LogColumns {
  readonly rows: KeptRows;
  readonly columns: LogColumn[] = [];
  readonly layers: LogLayer[] = [];
  /** Columns that there was no room for. */
  leftOut = 0;
  /** How many layers the file lists at its head. */
  listed = 0;
  readonly #places = new Map<string, Place>();
  readonly #layers = new Map<string, number>();
  readonly #known = new Map<string, number>();
  readonly #lists = new Map<Quantity, Int32Array>();
  #scalars = 0;

  constructor(rows = new KeptRows()) {
    this.rows = rows;
  }

  /** Where a number belongs that stands under this name. */
  placeOf(name: string): Place {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    if (this.#places.size >= MOST_NAMES) return null;
    const place = this.#newPlace(name);
    this.#places.set(name, place);
    return place;
  }

  /** Columns of a quantity of all layers that the file lists, in their order; −1 of one without. */
  listOf(quantity: Quantity): Int32Array {
    const known = this.#lists.get(quantity);
    if (known !== undefined) return known;
    const list = Int32Array.from({ length: this.listed }, (_, layer) =>
      layer < this.layers.length ? this.#ofLayer(quantity, layer) : -1,
    );
    this.#lists.set(quantity, list);
    return list;
  }

  /** Adds a layer by its name, cut to a bounded length; returns its place, or −1 where there is no room. */
  layer(name: string, facts: Pick<LogLayer, 'type' | 'shape'> = { type: null, shape: null }): number {
    const short = shortName(name);
    const known = this.#layers.get(short);
    if (known !== undefined) return known;
    if (this.layers.length >= MOST_LAYERS) return -1;
    this.#layers.set(short, this.layers.length);
    return this.layers.push({ name: short, ...facts }) - 1;
  }

  hasLayer(name: string): boolean {
    return this.#layers.has(shortName(name));
  }

  /** Names the column `Value` of TensorBoard's files by the tag that is in the name of the file. */
  rename(from: string, to: string): void {
    this.#places.set(from, this.placeOf(to));
  }

  #newPlace(name: string): Place {
    const meaning = meaningOf(name);
    if (meaning.kind === 'step') return 'step';
    if (meaning.kind === 'none') return null;
    if (meaning.kind === 'layer') {
      const own = layerOfParameter(meaning.layer);
      const isPart = own !== meaning.layer && isNormOf(meaning.quantity);
      const layer = this.layer(own);
      const isNew = layer >= 0 && (isPart || !this.#known.has(keyOf(meaning.quantity, layer)));
      if (isNew) return placeAt(this.#ofLayer(meaning.quantity, layer), isPart);
      // The bias of a layer whose weight has been told of, or a second run of an export.
      if (layer >= 0) return null;
      this.leftOut++;
      return null;
    }
    // Of several columns of one meaning, as of several runs in one export, the first has it.
    const own = this.#known.has(meaning.name) ? name.slice(0, LONGEST_NAME) : meaning.name;
    return this.#known.has(own) ? null : placeAt(this.#scalar(own), false);
  }

  #scalar(name: string): number {
    if (this.#scalars >= MOST_SCALARS) {
      this.leftOut++;
      return -1;
    }
    const index = this.rows.addColumn();
    if (index < 0) this.leftOut++;
    else {
      this.columns.push({ kind: 'scalar', name: shownName(name) });
      this.#known.set(name, index);
      this.#scalars++;
    }
    return index;
  }

  #ofLayer(quantity: Quantity, layer: number): number {
    const key = keyOf(quantity, layer);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const index = this.rows.addColumn();
    if (index < 0) this.leftOut++;
    else {
      this.columns.push({ kind: 'layer', quantity, layer });
      this.#known.set(key, index);
    }
    return index;
  }
}

/** Apart from any name of a scalar, none of which has this character. */
const keyOf = (quantity: Quantity, layer: number): string => `\n${quantity} ${layer}`;

const placeAt = (column: number, isPart: boolean): Place => (column < 0 ? null : { column, isPart });
