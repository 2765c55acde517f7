/**
 * ONNX files as protobuf: the messages of onnx.proto3 (IR version 8) that a network needs, each with its field numbers. Weights
 * are written as raw bytes, lowest byte first, as the specification asks.
 */
import { PbfWriter } from 'pbf';
import type { Tensor } from '../pytorch/tensors';

/** What files are written by: opset 15 is the first that suits IR version 8, and has HardSwish. */
const IR_VERSION = 8;
const OPSET = 15;

export type Attribute = number | readonly number[] | { readonly float: number };

/** A node of the graph: what it makes has its own name. */
export interface OnnxNode {
  readonly type: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A constant of 64-bit integers, such as a shape; there are few of them. */
export interface Integers {
  readonly shape: readonly number[];
  readonly integers: readonly number[];
}

/** What comes in or goes out, of 32-bit floats; a side is a number or the name of one that is free. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  readonly note: string;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, Tensor | Integers>;
  readonly input: OnnxValue;
  readonly output: OnnxValue;
}

export interface OnnxModel {
  readonly graph: OnnxGraph;
  readonly producer: string;
  readonly note: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** `AttributeProto.AttributeType` and `TensorProto.DataType`. */
const ATTRIBUTE = { float: 1, int: 2, ints: 7 } as const;
const FLOAT = 1;
const INT64 = 7;

/** The bytes of a file. */
export function writeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, model.producer);
  pbf.writeStringField(6, model.note);
  pbf.writeMessage(7, writeGraph, model.graph);
  pbf.writeMessage(8, writeOpset, OPSET);
  for (const entry of Object.entries(model.metadata)) pbf.writeMessage(14, writeEntry, entry);
  return Uint8Array.from(pbf.finish());
}

/** OperatorSetIdProto, of ONNX's own operators: their domain has no name. */
function writeOpset(version: number, pbf: PbfWriter): void {
  pbf.writeStringField(1, '');
  pbf.writeVarintField(2, version);
}

/** StringStringEntryProto. */
function writeEntry([key, value]: readonly [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(1, key);
  pbf.writeStringField(2, value);
}

/** GraphProto. */
function writeGraph({ name, nodes, constants, input, output }: OnnxGraph, pbf: PbfWriter): void {
  for (const node of nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, name);
  for (const constant of constants) pbf.writeMessage(5, writeTensor, constant);
  pbf.writeMessage(11, writeValue, input);
  pbf.writeMessage(12, writeValue, output);
}

/** NodeProto. */
function writeNode({ type, name, inputs, output, attributes }: OnnxNode, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  pbf.writeStringField(2, output);
  pbf.writeStringField(3, name);
  pbf.writeStringField(4, type);
  for (const attribute of Object.entries(attributes)) pbf.writeMessage(5, writeAttribute, attribute);
}

/** AttributeProto. */
function writeAttribute([name, value]: readonly [string, Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if (typeof value === 'number') pbf.writeVarintField(3, value);
  else if ('float' in value) pbf.writeFloatField(2, value.float);
  else pbf.writePackedVarint(8, [...value]);
  const kind = typeof value === 'number' ? 'int' : 'float' in value ? 'float' : 'ints';
  pbf.writeVarintField(20, ATTRIBUTE[kind]);
}

/** TensorProto. */
function writeTensor([name, tensor]: readonly [string, Tensor | Integers], pbf: PbfWriter): void {
  pbf.writePackedVarint(1, [...tensor.shape]);
  if ('integers' in tensor) {
    pbf.writeVarintField(2, INT64);
    pbf.writePackedVarint(7, [...tensor.integers]);
    pbf.writeStringField(8, name);
  } else {
    const { buffer, byteOffset, byteLength } = tensor.values;
    pbf.writeVarintField(2, FLOAT);
    pbf.writeStringField(8, name);
    pbf.writeBytesField(9, new Uint8Array(buffer, byteOffset, byteLength));
  }
}

/** ValueInfoProto, with its TypeProto and TensorShapeProto. */
function writeValue({ name, shape, note }: OnnxValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeType, shape);
  pbf.writeStringField(3, note);
}

function writeType(shape: OnnxValue['shape'], pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, shape);
}

function writeTensorType(shape: OnnxValue['shape'], pbf: PbfWriter): void {
  pbf.writeVarintField(1, FLOAT);
  pbf.writeMessage(2, writeShape, shape);
}

function writeShape(shape: OnnxValue['shape'], pbf: PbfWriter): void {
  for (const side of shape) pbf.writeMessage(1, writeSide, side);
}

function writeSide(side: number | string, pbf: PbfWriter): void {
  if (typeof side === 'number') pbf.writeVarintField(1, side);
  else pbf.writeStringField(2, side);
}
