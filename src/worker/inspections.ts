/** Looks into the networks between two steps, which change nothing: which code answers which request. */
import type { DataSet } from '../data/dataset';
import { inspectLayer } from '../training/inspect-layer';
import { predict } from '../training/predictions';
import type { Trainer } from '../training/trainer';
import type { InspectionRequest, InspectionResult } from '../contract/inspections';

/** The task that answers a request; null where what was asked about does not exist. No step may be under way. */
export function inspection(
  request: InspectionRequest,
  trainer: Trainer,
  data: DataSet,
): AsyncGenerator<void, InspectionResult | null> {
  return request.kind === 'predictions'
    ? predict(trainer, data, request.pixels)
    : inspectLayer(trainer, data, request.layer, request.image);
}

/** Memory of all arrays of an answer, to be transferred. */
export function memoryOf(result: InspectionResult): ArrayBuffer[] {
  if (result.kind === 'predictions') {
    const arrays = [
      result.labels,
      ...result.lanes.flatMap(({ probabilities, losses }) => [probabilities, losses]),
    ];
    return [...arrays, ...(result.pixels === null ? [] : [result.pixels])].map(({ buffer }) => buffer);
  }
  const found = result.lanes.filter((lane) => lane !== null);
  return [result.pixels, ...found.flatMap(({ maps, filters }) => [maps, filters])].map(
    ({ buffer }) => buffer,
  );
}
