/** Bounds of what is no single setting, both included. Those of settings stand in `settings.ts`. */
export const LIMITS = {
  /** An experiment has at least three stages, of which any may be empty. */
  stages: { min: 3, max: 5 },
  lanes: { min: 1, max: 4 },
  /** Characters of a lane's label. */
  label: { min: 1, max: 24 },
  /** Characters of the name of a reader's weights. */
  weightsName: { min: 1, max: 40 },
  laneColour: { min: 0, max: 3 },
  overrides: 150,
  gain: { min: 0, max: 1 },
  /** Recorded switches, and as many changes of the learning rate. */
  timelineEvents: 500,
  timelineStep: { min: 1, max: 10_000_000 },
  /** Updates that a page makes unasked when it is opened: at ten to a hundred a second, some minutes. */
  openingStep: { min: 0, max: 10_000 },
} as const;
