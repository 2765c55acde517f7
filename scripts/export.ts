/** `npm run -s export -- 'LINK' --steps N --out DIR`: see `export/options.ts`, or give it `--help`. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import type { ExperimentConfig } from '../src/config/schema';
import type { DataSet } from '../src/data/image-set';
import { onnxFile } from '../src/exports/files';
import { bundledData, bundledNotice } from './bundled';
import { broughtImages, broughtWeights } from './export/brought';
import { folderOf, takenOf, writeFiles } from './export/folder';
import { readOptions, USAGE } from './export/options';
import { train, type Trained } from './export/training';
import { useNodeBackend } from './goldens/node';
import { runCommand } from './train/command';
import { readExperiment, RefusedError } from './train/experiment';
import type { Line } from './train/lines';
import { unwritable } from './writable';

/** Lines of progress, about. */
const LINES = 20;

const command = { name: 'export', usage: USAGE, read: readOptions };
await runCommand(command, async ({ hash, steps, backend, out, force, ...files }) => {
  refuse(out, force);
  const config = readExperiment(hash);
  const data = await imagesOf(config, files.data);
  const brought = await broughtWeights(config, files.weights);
  makeFolder(out);
  tf.enableProdMode();
  await useNodeBackend(backend);
  const every = Math.max(1, Math.floor(steps / LINES));
  const told = (line: Line): void => {
    if (line.step % every === 0 || line.step === steps - 1) console.error(progressOf(line, steps));
  };
  const trained = await train(config, data, steps, { told, brought });
  writeFiles(out, new Map([...folderOf(trained, await bundledNotice(config.data)), ...onnxOf(trained)]));
  console.error(`${out} is written: python train.py repeats it.`);
});

/** @throws RefusedError where the folder may not be written. */
function refuse(out: string, force: boolean): void {
  if (!existsSync(out)) return;
  if (!statSync(out).isDirectory()) throw new RefusedError(`${out} is no folder.`);
  if (!force && readdirSync(out).length > 0)
    throw new RefusedError(`${out} is there already: give another folder, or --force to write over it.`);
}

/** Makes the folder before hours of training, which would be lost without it. @throws RefusedError where it cannot be written. */
function makeFolder(out: string): void {
  if (unwritable([out]).length > 0) throw new RefusedError(`Nothing can be written to ${out}.`);
}

function imagesOf({ data, seeds }: ExperimentConfig, file: string | null): Promise<DataSet> {
  return data.set === 'own' || file !== null ? broughtImages(data, file) : bundledData(data, seeds.data);
}

/** A file for each network. */
function onnxOf(trained: Trained): [string, Uint8Array<ArrayBuffer>][] {
  return trained.config.lanes.map(({ id }, lane) => [
    lane === 0 ? 'model.onnx' : `${id}.onnx`,
    onnxFile(takenOf(trained), id),
  ]);
}

function progressOf({ step, lanes }: Line, steps: number): string {
  const losses = Object.entries(lanes).map(([id, { loss }]) => `${id} ${loss.toPrecision(4)}`);
  return `step ${step + 1} of ${steps}: loss ${losses.join(', ')}`;
}
