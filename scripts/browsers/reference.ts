/** What Node makes of a link, with the kernels of the page: what browsers must come to as well. */
import * as tf from '@tensorflow/tfjs-core';
import { bundledData } from '../bundled';
import { useNodeBackend } from '../goldens/node';
import { readExperiment } from '../train/experiment';
import { linesOf, type Line } from '../train/lines';
import type { Losses } from './explorer';

/** Every step of a link's run, up to before `steps`. */
export async function linesOfLink(hash: string, steps: number): Promise<readonly Line[]> {
  const config = readExperiment(hash);
  const data = await bundledData(config.data, config.seeds.data);
  tf.enableProdMode();
  await useNodeBackend('wasm');
  const lines: Line[] = [];
  for await (const line of linesOf(config, data, { steps, weights: false })) lines.push(line);
  return lines;
}

/** Losses as the page shows them once so many steps are made: of the last of them, before its update. */
export async function lossesAt(hash: string, step: number): Promise<Losses> {
  const line = (await linesOfLink(hash, step)).at(-1);
  const loss = (lane: string): string => String(line?.lanes[lane]?.loss);
  return { step, residual: loss('residual'), plain: loss('plain') };
}
