/**
 * What `state_dict()` of torchvision's ResNets lists, from their published source (torchvision/models/resnet.py), and timm's
 * squeeze-and-excitation in them: names and shapes, in its order.
 */
import type { Safetensors } from '../formats/safetensors';

export interface ResnetForm {
  readonly block: 'basic' | 'bottleneck';
  readonly blocks: readonly number[];
  readonly classes: number;
  /** `width_per_group` and `groups` of ResNeXt and of wide networks. */
  readonly widthPerGroup?: number;
  readonly groups?: number;
  /** Reduction of timm's SE-ResNets. */
  readonly excitation?: number;
  /** Channels behind the stem. */
  readonly width?: number;
  readonly stemKernel?: number;
}

export type Shapes = ReadonlyMap<string, readonly number[]>;

export function resnetTensors(form: ResnetForm): Shapes {
  const {
    block,
    blocks,
    classes,
    widthPerGroup = 64,
    groups = 1,
    excitation,
    width = 64,
    stemKernel = 7,
  } = form;
  const shapes = new Map<string, readonly number[]>();
  const norm = (name: string, channels: number): void => {
    for (const part of ['weight', 'bias', 'running_mean', 'running_var'])
      shapes.set(`${name}.${part}`, [channels]);
    shapes.set(`${name}.num_batches_tracked`, []);
  };
  const expansion = block === 'basic' ? 1 : 4;
  shapes.set('conv1.weight', [width, 3, stemKernel, stemKernel]);
  norm('bn1', width);
  let channels = width;
  blocks.forEach((count, stage) => {
    const planes = width * 2 ** stage;
    const inner = Math.floor((planes * widthPerGroup) / 64) * groups;
    for (let index = 0; index < count; index++) {
      const name = `layer${stage + 1}.${index}`;
      const layers =
        block === 'basic'
          ? [
              [planes, channels, 3],
              [planes, planes, 3],
            ]
          : [
              [inner, channels, 1],
              [inner, inner / groups, 3],
              [planes * expansion, inner, 1],
            ];
      layers.forEach(([out = 0, own = 0, kernel = 1], layer) => {
        shapes.set(`${name}.conv${layer + 1}.weight`, [out, own, kernel, kernel]);
        norm(`${name}.bn${layer + 1}`, out);
      });
      if (excitation !== undefined) {
        const out = planes * expansion;
        shapes.set(`${name}.se.fc1.weight`, [out / excitation, out, 1, 1]);
        shapes.set(`${name}.se.fc1.bias`, [out / excitation]);
        shapes.set(`${name}.se.fc2.weight`, [out, out / excitation, 1, 1]);
        shapes.set(`${name}.se.fc2.bias`, [out]);
      }
      if (index === 0 && (stage > 0 || channels !== planes * expansion)) {
        shapes.set(`${name}.downsample.0.weight`, [planes * expansion, channels, 1, 1]);
        norm(`${name}.downsample.1`, planes * expansion);
      }
      channels = planes * expansion;
    }
  });
  shapes.set('fc.weight', [classes, channels]);
  shapes.set('fc.bias', [classes]);
  return shapes;
}

/** A file that has such tensors; their numbers are left out. */
export function fileOf(shapes: Shapes): Safetensors {
  const tensors = [...shapes].map(([name, shape]) => {
    const dtype = name.endsWith('num_batches_tracked') ? 'I64' : 'F32';
    return [name, { dtype, shape, bytes: new Uint8Array(0) }] as const;
  });
  return { tensors: new Map(tensors), metadata: {} };
}
