/** Whether the axes of values only grow while a run lasts, which is how they are at first, or follow the newest values. */
import { createStore } from 'zustand/vanilla';

export interface AxisFacts {
  /** They follow the newest values, inwards too. */
  readonly fits: boolean;
  /** How often somebody asked to have them fitted once. */
  readonly asked: number;
}

export const axisStore = createStore<AxisFacts>()(() => ({ fits: false, asked: 0 }));

/** Fits the axes to what is shown now; from there on they go on as before. */
export function fitAxes(): void {
  axisStore.setState(({ asked }) => ({ asked: asked + 1 }));
}

/** Has the axes follow the newest values, or only grow. */
export function keepFitting(fits: boolean): void {
  axisStore.setState({ fits });
}
