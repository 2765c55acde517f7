/**
 * Places of the page that a lesson lights up. With a lane behind a colon, that lane's alone: `skip:plain`. The page knows where
 * they are (`ui/lessons/places.ts`).
 */

/** Of the diagrams of networks, and of their cards. */
export const LANE_SPOTS = ['network', 'branch', 'skip', 'sum', 'stem', 'head', 'switches', 'scores'] as const;
export type LaneSpot = (typeof LANE_SPOTS)[number];

/** Of the page as a whole. */
export const PAGE_SPOTS = [
  'story',
  'profile',
  'ratio',
  'loss',
  'images',
  'train',
  'step',
  'rate',
  'question',
  'quick',
  'build',
  'facts',
] as const;
export type PageSpot = (typeof PAGE_SPOTS)[number];

/** `panel:` with a panel's name of the list of panels, `study:` with a kind of study. */
export type Spot = LaneSpot | `${LaneSpot}:${string}` | PageSpot | `panel:${string}` | `study:${string}`;

/** Whether it names a place that a page may have. `lanes`: ids of those of the experiment. */
export function isSpot(name: string, lanes: readonly string[]): name is Spot {
  if ((PAGE_SPOTS as readonly string[]).includes(name)) return true;
  const [kind = '', of] = name.split(':', 2);
  if (kind === 'panel' || kind === 'study') return of !== undefined && /^[a-z][a-z-]{0,40}$/.test(of);
  return (LANE_SPOTS as readonly string[]).includes(kind) && (of === undefined || lanes.includes(of));
}
