/** Ties a chart's view to its element: one animation-frame loop, drawn when something changed and it is in sight. */
import { useEffect, useRef, useState, type RefObject, useMemo, useLayoutEffect } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { experimentStore } from '../../state/experiment';
import { highlightStore } from '../../state/highlight';
import { instrumentStore } from '../../state/instruments';
import { layerSpanStore } from '../../state/layer-span';
import { metricsStore } from '../../state/metrics';
import { pinStore } from '../../state/pins';
import { quantityStore } from '../../state/quantity';
import { runStore } from '../../state/run';
import { spanStore } from '../../state/span';
import { LaneAxes } from '../geometry/layer-axes';
import { onThemeChange } from './colours';
import { frames, type Drawing, type Invalidate, type View } from './frame';
import { onMeasure } from './plot';
import { unit } from './unit';

type Changing = { readonly subscribe: (listener: () => void) => () => void };
const INSTRUMENTS: readonly Changing[] = [instrumentStore];
const SERIES: readonly Changing[] = [metricsStore, instrumentStore];

/** A little less, in milliseconds, so that the second frame is not just too early. */
const TWO_FRAMES = 30;

export interface ViewOptions {
  /** Drawn also while out of sight. */
  readonly always?: boolean;
  /**
   * Fewest milliseconds between two drawings for new data; pointer, keyboard and size are followed at once. Without it, thirty
   * times a second: what more steps would show nobody sees, and it is the training that lacks the time.
   */
  readonly interval?: number;
}

/**
 * Creates a view on an element and draws it whenever series, run, highlight or theme change. `create` must be stable
 * (useCallback): a new one makes a new view.
 */
export function useView<V extends View>(
  element: RefObject<HTMLElement | null>,
  create: (element: HTMLElement, invalidate: Invalidate) => V,
  { always = false, interval = TWO_FRAMES }: ViewOptions = {},
): RefObject<V | null> {
  const reference = useRef<V | null>(null);
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
  // Where React hears of it, the panel gives way to what is said of failures, and all others are drawn on.
  if (failure !== null) throw failure.error;
  useEffect(() => {
    const host = element.current;
    if (host === null) return undefined;
    let invalidate = (_anew?: boolean): void => undefined;
    const view = create(host, (anew) => invalidate(anew));
    reference.current = view;
    const drawing: Drawing = {
      draw: (now, fresh) => {
        try {
          return view.draw(now, fresh);
        } catch (error) {
          setFailure({ error });
          return false;
        }
      },
    };
    const handle = frames.add(drawing, always, interval);
    const atOnce = (): void => handle.invalidate(true);
    const later = (): void => handle.invalidate();
    invalidate = (anew = false) => (anew ? atOnce() : handle.follow());
    const sight = new IntersectionObserver((entries) => {
      handle.setVisible(entries.at(-1)?.isIntersecting ?? false);
    });
    if (!always) sight.observe(host);
    const leave = [
      metricsStore.subscribe(later),
      instrumentStore.subscribe(later),
      runStore.subscribe(later),
      highlightStore.subscribe(() => handle.follow()),
      // Names and colours of lanes.
      experimentStore.subscribe(atOnce),
      pinStore.subscribe(atOnce),
      spanStore.subscribe(atOnce),
      quantityStore.subscribe(atOnce),
      onThemeChange(atOnce),
    ];
    return () => {
      for (const stop of leave) stop();
      sight.disconnect();
      handle.remove();
      view.dispose();
      reference.current = null;
    };
  }, [element, create, always, interval]);
  return reference;
}

/** The common axis of the layers of all lanes, as far as it is shown; the same object until plans or span change. */
export function useLayerAxes(plans: readonly LanePlan[]): LaneAxes {
  const span = useStore(layerSpanStore, (state) => state.span);
  return useMemo(() => new LaneAxes(plans, span), [plans, span]);
}

/** Renders anew as the series change, at most once per interval, in milliseconds: what is read need not flicker. */
export function useSlowly(interval = 1_000, stores: readonly Changing[] = SERIES): void {
  const [, count] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = -Infinity;
    const tell = (): void => {
      timer = undefined;
      last = performance.now();
      count((n) => n + 1);
    };
    const later = (): void => {
      timer ??= setTimeout(tell, Math.max(0, interval - (performance.now() - last)));
    };
    const leave = stores.map((store) => store.subscribe(later));
    return () => {
      for (const stop of leave) stop();
      clearTimeout(timer);
    };
  }, [interval, stores]);
}

/** Renders anew a few times a second as the instruments measure. */
export function useNewest(): void {
  useSlowly(200, INSTRUMENTS);
}

/** Width of an element's content in units; `first` until it is known. */
export function useWidth(element: RefObject<Element | null>, first = 0): number {
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    // Calls back before the first paint, too, and when larger type makes the element higher. To a fraction of a pixel: rounded
    // up, what is as wide as it would not fit into it.
    const observer = new ResizeObserver((entries) =>
      setWidth((entries.at(-1)?.contentRect.width ?? target.clientWidth) / unit()),
    );
    observer.observe(target);
    const forget = onMeasure(() => setWidth(target.clientWidth / unit()));
    return () => {
      observer.disconnect();
      forget();
    };
  }, [element]);
  return width;
}
