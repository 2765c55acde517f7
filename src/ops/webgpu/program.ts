/**
 * How our kernels become programs of tfjs's WebGPU backend. Inputs are bound as flat arrays and sizes travel as uniforms,
 * so that one compiled pipeline serves every shape: tfjs would make one per combination of ranks and broadcast dimensions
 * (`makeShaderKey` in tfjs-backend-webgpu/src/webgpu_program.ts).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';

/** Threads of a workgroup: two warps of NVIDIA's, one wave of AMD's, and what every device allows. */
export const WORKGROUP = 64;

/** Numbers that are loaded and stored at once: 4 where the channels divide by it. */
export type Width = 1 | 4;

/** The widest access that `channels` allow. */
export function widthOf(channels: number): Width {
  return channels % 4 === 0 ? 4 : 1;
}

export interface Input {
  readonly name: string;
  readonly tensor: tf.TensorInfo;
  readonly width?: Width;
}

/** Inputs by their names, all of them read `width` numbers at a time. */
export function inputsOf(tensors: Readonly<Record<string, tf.TensorInfo>>, width: Width = 1): Input[] {
  return Object.entries(tensors).map(([name, tensor]) => ({ name, tensor, width }));
}

export interface Output {
  readonly shape: readonly number[];
  readonly width?: Width;
  readonly dtype?: 'float32' | 'int32';
}

export interface Kernel {
  /** Names the code: two kernels of one name and the same widths have the same text. */
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly output: Output;
  /** Whole numbers, read as `uniforms.name`. At least one of them must be used, and so must every input. */
  readonly uniforms: Readonly<Record<string, number>>;
  /** Threads in all; code must do nothing in those beyond. Workgroups have `WORKGROUP` of them. */
  readonly threads: number;
  /** WGSL that declares `fn main(index : i32)`, which writes `result`. */
  readonly code: () => string;
}

/** A program of tfjs that was made of a kernel. */
export interface KernelProgram {
  readonly kernel?: Kernel;
}

/** Uniforms as tfjs is given them. */
export function uniformFields(uniforms: Kernel['uniforms']): { type: string; data: number[] }[] {
  return Object.values(uniforms).map((value) => ({ type: 'int32', data: [value] }));
}

/** A float as a uniform: code reads it with `bitcast<f32>`. */
export function bitsOf(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0] ?? 0;
}

/** What every device allows in one dimension of a dispatch. */
const MOST_WORKGROUPS = 65_535;

/** Workgroups in x, y and z for so many threads; some are too many where one dimension does not hold them. */
function workgroupsFor(threads: number): [number, number, number] {
  const workgroups = Math.ceil(threads / WORKGROUP);
  const rows = Math.ceil(workgroups / MOST_WORKGROUPS);
  return [Math.ceil(workgroups / rows), rows, 1];
}

/** The WebGPU backend of tfjs, which must be the current one. */
export function webgpuBackend(): WebGPUBackend {
  return tf.backend() as WebGPUBackend;
}

/** Runs a kernel and returns its output as a new tensor. */
export function run(kernel: Kernel): tf.Tensor {
  const backend = webgpuBackend();
  const { shape, dtype = 'float32' } = kernel.output;
  const { dataId } = backend.makeTensorInfo([...shape], dtype);
  dispatch(backend, kernel, dataId, dtype);
  return tf.engine().makeTensorFromTensorInfo({ dataId, shape: [...shape], dtype }, backend);
}

/** A kernel whose thread `index` makes one element of the output: a number, or a vector where the output has a width. */
interface ElementKernel extends Pick<Kernel, 'name' | 'inputs' | 'output'> {
  readonly uniforms?: Kernel['uniforms'];
  /** WGSL in front of `main`, such as the vector that it computes with. */
  readonly declare?: () => string;
  /** WGSL of `main`, which writes `result[index]`; `uniforms.total` is the number of elements. */
  readonly body: () => string;
}

/** The same as a kernel of so many threads. */
export function perElement({ uniforms, declare = () => '', body, ...kernel }: ElementKernel): Kernel {
  const { shape, width = 1 } = kernel.output;
  const total = tf.util.sizeFromShape([...shape]) / width;
  const code = () => `${declare()}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  ${body().trim()}
}
`;
  return { ...kernel, uniforms: { total, ...uniforms }, threads: total, code };
}

/** Runs such a kernel and returns its output as a new tensor. */
export function runPerElement(kernel: ElementKernel): tf.Tensor {
  return run(perElement(kernel));
}

/** Runs a kernel that writes into a tensor, which it may also read (`result[i]`), as numbers of `dtype`. */
export function runInto(
  target: tf.TensorInfo,
  { dtype = 'float32', ...kernel }: Omit<Kernel, 'output'> & Pick<Output, 'dtype'>,
): void {
  dispatch(webgpuBackend(), { ...kernel, output: { shape: target.shape, dtype } }, target.dataId, dtype);
}

function dispatch(
  backend: WebGPUBackend,
  kernel: Kernel,
  dataId: tf.DataId,
  dtype: 'float32' | 'int32',
): void {
  const size = tf.util.sizeFromShape([...kernel.output.shape]);
  // Rank 2, unlike every input: then no input ever has the shape of the output, whose pipeline would be another.
  const outputShape = [1, size];
  const widths = [...kernel.inputs, kernel.output].map(({ width = 1 }) => width);
  const program: WebGPUProgram & KernelProgram = {
    kernel,
    variableNames: kernel.inputs.map(({ name }) => name),
    variableComponents: widths.slice(0, -1),
    outputComponent: widths.at(-1) ?? 1,
    outputShape,
    shaderKey: `explorer-${kernel.name}-${widths.join('')}`,
    dispatchLayout: { x: [0, 1] },
    dispatch: workgroupsFor(kernel.threads),
    workgroupSize: [WORKGROUP, 1, 1],
    uniforms: Object.keys(kernel.uniforms)
      .map((name) => `${name} : i32, `)
      .join(''),
    // The name, for whoever meets the text in a debugger or an error.
    getUserCode: () => `// ${kernel.name}\n${kernel.code()}`,
  };
  const inputs = kernel.inputs.map(({ tensor }) => ({
    dataId: tensor.dataId,
    shape: [tf.util.sizeFromShape(tensor.shape)],
    dtype: tensor.dtype,
  }));
  backend.runWebGPUProgram(program, inputs, dtype, uniformFields(kernel.uniforms), {
    dataId,
    shape: outputShape,
    dtype,
  });
}
