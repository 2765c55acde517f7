/** The parts of the dialog. Each comes when it is first shown, and stays as long as the page. */
import type { ComponentType } from 'react';
import { lazyPart } from '../page/lazy-part';
import type { DoorId } from './bring-store';

const ImagesDoor = lazyPart(
  () => import('./images/ImagesDoor'),
  (module) => module.ImagesDoor,
);

const LogDoor = lazyPart(
  () => import('../logs/LogDoor'),
  (module): ComponentType<DoorProps> => module.LogDoor,
);

const WeightsDoor = lazyPart(
  () => import('../weights/WeightsDoor'),
  (module) => module.WeightsDoor,
);

export interface DoorProps {
  /** Whether it is in sight: what uses a device must let it go when it is not. */
  readonly isShown: boolean;
  /** Files that were dropped for it, the same list until others come; empty where there were none. */
  readonly files: readonly File[];
}

/** By the door: what `lazyPart` makes of its module. Each stands in `DOOR_IDS` too. */
export const PARTS: Readonly<Partial<Record<DoorId, ComponentType<DoorProps>>>> = {
  images: ImagesDoor,
  logs: LogDoor,
  weights: WeightsDoor,
};
