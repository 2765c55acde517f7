/** Uniforms of a program in the layout that tfjs declares in the WGSL it generates. */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';

export interface UniformField {
  readonly type: string;
  readonly data: readonly number[];
}

/** NaN and infinity, shape and strides of every input and of the output, the size if asked for, then the program's own. */
export function packUniforms(
  program: WebGPUProgram,
  inputs: readonly tf.TensorInfo[],
  output: tf.TensorInfo,
  own: readonly UniformField[],
): ArrayBuffer {
  const fields: UniformField[] = [
    { type: 'float32', data: [Number.NaN] },
    { type: 'float32', data: [Number.POSITIVE_INFINITY] },
  ];
  for (const { shape } of [...inputs, output]) {
    fields.push({ type: 'int32', data: shape }, { type: 'int32', data: tf.util.computeStrides(shape) });
  }
  if (program.size === true) {
    const size = tf.util.sizeFromShape(program.outputShape);
    fields.push({ type: 'int32', data: [size / (program.outputComponent ?? 1)] });
  }
  return packFields([...fields, ...own]);
}

/** WGSL's alignment of a scalar or vector of `length` numbers; tfjs aligns its structs of 5 and 6 like vectors of 4. */
function alignmentOf(length: number): number {
  return length <= 1 ? 4 : length === 2 ? 8 : 16;
}

/** A struct of scalars and vectors of 4-byte numbers. An empty field stands for the strides of a vector: one number, 1. */
export function packFields(fields: readonly UniformField[]): ArrayBuffer {
  let end = 0;
  let largest = 4;
  let before = 0;
  const placed = fields.map(({ type, data: given }) => {
    const data = given.length === 0 ? [1] : given;
    const alignment = before > 4 ? 16 : alignmentOf(data.length);
    largest = Math.max(largest, alignment);
    const offset = Math.ceil(end / alignment) * alignment;
    end = offset + 4 * data.length;
    before = data.length;
    return { type, data, offset };
  });
  const buffer = new ArrayBuffer(Math.ceil(end / largest) * largest);
  for (const { type, data, offset } of placed) {
    if (type === 'float32') new Float32Array(buffer, offset, data.length).set(data);
    else new Int32Array(buffer, offset, data.length).set(data);
  }
  return buffer;
}
