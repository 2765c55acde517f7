/**
 * Whether a golden case is one at all, and whether its numbers fit the network that its own spec describes. A parameter of
 * another shape, one too few or one too many would otherwise be computed with as if it were right.
 */
import type { ParameterPlan } from '../../src/architecture/plan';
import { layoutOf } from '../../src/network/parameters';
import { express, inexpressible, type Encoded, type GoldenCase } from './case';

/**
 * A case from the text of its file.
 * @throws SyntaxError or TypeError that says what is wrong with it.
 */
export function parseCase(text: string): GoldenCase {
  const value = JSON.parse(text) as Partial<GoldenCase> | null;
  const needed = ['spec', 'optimizer', 'params', 'x_nchw', 'labels', 'expect'] as const;
  const absent = needed.filter((key) => typeof value?.[key] !== 'object' || value[key] === null);
  if (typeof value?.name !== 'string') throw new TypeError('it has no name');
  if (absent.length > 0) throw new TypeError(`it has no ${absent.join(', no ')}`);
  return value as GoldenCase;
}

/** Our layouts in PyTorch's order: a filter [K, K, in, out] is [out, in, K, K] there, dense weights [in, out] are [out, in]. */
function inPyTorch({ shape }: ParameterPlan): readonly number[] {
  const order = shape.length === 4 ? [3, 2, 0, 1] : shape.map((_, axis) => shape.length - 1 - axis);
  return order.map((axis) => shape[axis] ?? 0);
}

const written = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** Bytes of little-endian float32 for a shape; base64 has four letters for three bytes, `=` for those it lacks. */
function misfit(what: string, { shape, float32 }: Encoded, planned: readonly number[]): string | null {
  if (written(shape) !== written(planned))
    return `${what} has the shape ${written(shape)}, and the plan has ${written(planned)}`;
  const bytes = (float32.length / 4) * 3 - (/=*$/.exec(float32)?.[0].length ?? 0);
  const values = planned.reduce((product, side) => product * side, 1);
  return bytes === 4 * values
    ? null
    : `${what} holds ${bytes / 4} numbers, and its shape ${written(shape)} ${values}`;
}

/**
 * What of a case contradicts the plan of its spec, each by name and in words; empty where it can be computed, and of cases
 * that the config cannot express. Only projections of blocks whose shortcut is off may lack.
 */
export function misfits(golden: GoldenCase): string[] {
  if (inexpressible(golden).length > 0) return [];
  const { spec, params, x_nchw: images, labels, expect } = golden;
  const { plan, gains } = express(golden);
  const found: (string | null)[] = [];
  const need = (holds: boolean, otherwise: string): void => void (holds || found.push(otherwise));

  const closed = plan.blocks.filter((_, index) => gains[index] === 0);
  const spare = new Set(closed.flatMap(({ projection }) => projection?.parameters.map(({ name }) => name)));
  const planned = layoutOf(plan.parameters).entries;
  for (const parameter of planned) {
    const encoded = params[parameter.name];
    if (encoded !== undefined) found.push(misfit(parameter.name, encoded, inPyTorch(parameter)));
    else need(spare.has(parameter.name), `the case lacks ${parameter.name}`);
  }
  const names = new Set(planned.map(({ name }) => name));
  for (const name of Object.keys(params)) need(names.has(name), `the plan has no ${name}`);
  for (const name of Object.keys(expect.grad_norm))
    need(Object.hasOwn(params, name), `a gradient is expected of ${name}, which the case lacks`);

  const count = labels.length;
  found.push(misfit('the batch', images, [count, ...spec.input]));
  need(golden.batch === count, `the batch is said to be of ${golden.batch}, and has ${count} labels`);
  const wrong = labels.find((label) => !(Number.isInteger(label) && label >= 0 && label < spec.classes));
  need(wrong === undefined, `a label is ${wrong}, of ${spec.classes} classes`);
  const rows = new Set(expect.logits.map((row) => row.length));
  need(
    expect.logits.length === count && rows.size === 1 && rows.has(spec.classes),
    `the logits expected are not of ${count} images in ${spec.classes} classes`,
  );
  const blocks = plan.blocks.length;
  need(spec.skips.length === blocks, `${spec.skips.length} skips are given for ${blocks} blocks`);
  need(expect.blocks.length === blocks, `${expect.blocks.length} of ${blocks} blocks have expected numbers`);
  return found.filter((each) => each !== null);
}
