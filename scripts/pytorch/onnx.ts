/** ONNX files as ONNX's own checker and shape inference read them (Python's `onnx`). */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onnxModel } from '../../src/onnx/model';
import { stateDict } from '../../src/pytorch/tensors';
import { CASES, learnt } from '../onnx/networks';
import type { PytorchCheck } from './check';

const run = promisify(execFile);

/** Says of every file what is wrong with it, or null, a line each. */
const READER = `
import json
import sys

import onnx


def fault(path: str, classes: int) -> str | None:
    try:
        onnx.checker.check_model(path, full_check=True)
        model = onnx.shape_inference.infer_shapes(onnx.load(path), strict_mode=True, check_type=True)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    graph = model.graph
    known = {value.name: value.type.tensor_type for value in [*graph.value_info, *graph.output]}
    for node in graph.node:
        if any(name not in known or not known[name].HasField("shape") for name in node.output):
            return f"no shape of {node.name}"
    sides = [side.dim_param or side.dim_value for side in known["logits"].shape.dim]
    if sides != ["batch", classes]:
        return f"logits are {sides}"
    read = {name for node in graph.node for name in node.input}
    spare = [constant.name for constant in graph.initializer if constant.name not in read]
    return f"nothing reads {spare}" if spare else None


for line in sys.stdin:
    path, classes = json.loads(line)
    print(json.dumps(fault(path, classes)), flush=True)
`;

const META = {
  producer: 'ResNet Explorer',
  note: 'written to be checked',
  mean: [0.25],
  deviation: [0.5],
  classes: ['a', 'b', 'c', 'd', 'e'],
  facts: { step: '3' },
};

export const onnx: PytorchCheck = {
  needs: ['onnx'],
  name: 'ONNX',
  async run(tools) {
    const { python, folder } = tools;
    const script = join(folder, 'read.py');
    await writeFile(script, READER);
    const asked: string[] = [];
    for (const [index, { name, plan, gains }] of CASES.entries()) {
      const { parameters, statistics } = learnt(plan);
      const path = join(folder, `${index}.onnx`);
      await writeFile(
        path,
        onnxModel(plan, gains, stateDict(plan, parameters, statistics), { ...META, name }),
      );
      asked.push(JSON.stringify([path, plan.classes]));
    }
    const reading = run(python, [script], { maxBuffer: 2 ** 24 });
    reading.child.stdin?.end(asked.join('\n'));
    const { stdout } = await reading;
    const faults = stdout.trimEnd().split('\n');
    for (const [index, { name }] of CASES.entries())
      tools.report(name, JSON.parse(faults[index] ?? '"not read"') as string | null);
  },
};
