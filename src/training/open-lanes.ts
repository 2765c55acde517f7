/** Where lanes live: on the GPU, or where there is none on the processor. */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';
import type { DataSet } from '../data/dataset';
import type { GpuLanes } from './gpu/lanes';
import { HostLanes } from './host/lanes';
import type { Lanes } from './lanes';

let gpu: { readonly GpuLanes: typeof GpuLanes } | undefined;

/** To be called before lanes are opened on WebGPU; who has another backend need not load it. */
export async function loadGpuLanes(): Promise<void> {
  gpu = await import('./gpu/lanes');
}

/** @throws Error where WebGPU is the backend and `loadGpuLanes` was not called. */
export function openLanes(experiment: ExperimentConfig, plans: readonly LanePlan[], data: DataSet): Lanes {
  if (tf.getBackend() !== 'webgpu') return new HostLanes(experiment, plans, data);
  if (gpu === undefined) throw new Error('What lanes on the GPU need is not loaded');
  return new gpu.GpuLanes(experiment, plans, data);
}
