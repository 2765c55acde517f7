/**
 * Which figures of the article are live. Each trains in workers of its own: it is loaded when it comes into view, and let go when
 * it is far away, or when more than a few others are nearer.
 */
import { createStore } from 'zustand/vanilla';

/** Most figures that are live at once. */
const MOST = 3;
/** Heights of the window that a live figure may be away, and milliseconds that the page rests before figures are chosen. */
const FAR = 1;
const REST = 150;

export interface Candidate {
  readonly id: string;
  /** CSS pixels between the figure and the window; 0 where some of it is in sight. */
  readonly gap: number;
  /** CSS pixels between their middles. */
  readonly offset: number;
  readonly isLive: boolean;
  /** The reader works in it. */
  readonly hasFocus: boolean;
}

/**
 * @param far CSS pixels that a live figure may be away.
 * @param asked The figure that the reader asked for, which comes before others in sight; null for none.
 */
export function chooseLive(
  candidates: readonly Candidate[],
  far: number,
  asked: string | null,
): ReadonlySet<string> {
  const rank = ({ id, gap, hasFocus }: Candidate): number =>
    hasFocus ? 0 : gap > 0 ? 3 : id === asked ? 1 : 2;
  const wanted = candidates
    .filter(({ gap, isLive, hasFocus }) => gap === 0 || hasFocus || (isLive && gap <= far))
    .toSorted((a, b) => rank(a) - rank(b) || a.gap - b.gap || a.offset - b.offset);
  return new Set(wanted.slice(0, MOST).map(({ id }) => id));
}

/** Figures, by their ids. */
interface LiveFigures {
  readonly live: ReadonlySet<string>;
  /** In sight, where as many as may be are live already. */
  readonly waiting: ReadonlySet<string>;
  readonly asked: string | null;
}

const NONE: LiveFigures = { live: new Set(), waiting: new Set(), asked: null };
export const liveStore = createStore<LiveFigures>()(() => NONE);

/** Elements are told by this attribute, which holds their id. */
export const FIGURE = 'data-figure';

function choose(): void {
  const { live, asked } = liveStore.getState();
  const candidates = Array.from(document.querySelectorAll(`[${FIGURE}]`), (element): Candidate => {
    const id = element.getAttribute(FIGURE) ?? '';
    const { top, bottom } = element.getBoundingClientRect();
    return {
      id,
      gap: Math.max(0, top - innerHeight, -bottom),
      offset: Math.abs((top + bottom) / 2 - innerHeight / 2),
      isLive: live.has(id),
      hasFocus: element.contains(document.activeElement),
    };
  });
  const chosen = chooseLive(candidates, FAR * innerHeight, asked);
  const left = candidates.filter(({ id, gap }) => gap === 0 && !chosen.has(id));
  liveStore.setState({ live: chosen, waiting: new Set(left.map(({ id }) => id)) });
}

/** Loads a figure that the reader asks for, in the place of the one that is farthest. */
export function askFor(id: string): void {
  liveStore.setState({ asked: id });
  choose();
}

/** Keeps the choice while the page is scrolled, resized or grows. Returns how to end it. */
export function watchFigures(root: Element): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(choose, REST);
  };
  const observer = new ResizeObserver(later);
  observer.observe(root);
  addEventListener('scroll', later, { passive: true });
  addEventListener('resize', later);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    removeEventListener('scroll', later);
    removeEventListener('resize', later);
    liveStore.setState(NONE);
  };
}
