/**
 * The device under tfjs's WebGPU backend. tfjs would ask for it itself, and hear neither of its loss nor of errors of
 * validation and memory; so we ask for it, tell whoever watches, and put another one in its place when it is lost.
 */
import * as tf from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { LATE, within } from '../../data/download';
import { GPU_PATIENCE, GpuError, insist, noteGpu, requestAdapter, tellError } from '../gpu';
import { answerOf, isAtWork, putToWork } from './health';

/** Limits that tfjs and our kernels may use to the full. */
const LIMITS = [
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** tfjs's own, whose reading ends where the device does. */
class PatientBackend extends WebGPUBackend {
  override read(dataId: tf.DataId): Promise<tf.backend_util.BackendValues> {
    return answerOf(super.read(dataId));
  }
}

/** Takes the backend off tfjs and registers it anew, with a device that is asked for when the backend is started. */
export function registerWebgpu(): void {
  if (tf.findBackendFactory('webgpu') !== null) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', createBackend, 3);
}

let trouble = '';

/** Why the backend did not start the last time: tfjs keeps that to itself. */
export function deviceTrouble(): string {
  return trouble;
}

async function createBackend(): Promise<WebGPUBackend> {
  try {
    const opened = await insist(openInTime);
    if (opened !== null) return backendOn(opened);
    throw new Error('the GPU does not answer.');
  } catch (error) {
    trouble = error instanceof Error ? error.message : String(error);
    throw error;
  }
}

/** Null where there is no answer. @throws Error where there is none to be had. */
async function openInTime(): Promise<Opened | null> {
  const asked = openDevice();
  const opened = await within(asked, GPU_PATIENCE);
  if (opened !== LATE) return opened;
  // Nobody waits for one that comes later.
  asked.then(({ device }) => device.destroy()).catch(() => undefined);
  return null;
}

interface Opened {
  readonly adapter: GPUAdapter;
  readonly device: GPUDevice;
}

async function openDevice(): Promise<Opened> {
  const adapter = await requestAdapter();
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  return { adapter, device };
}

function backendOn({ adapter, device }: Opened): WebGPUBackend {
  putToWork(device);
  noteGpu();
  device.addEventListener('uncapturederror', ({ error }) => {
    if (!isAtWork(device)) return;
    tellError(new GpuError(error instanceof GPUOutOfMemoryError ? 'memory' : 'internal', error.message));
  });
  return new PatientBackend(device, adapter.info);
}
