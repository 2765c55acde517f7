/** Draws the layer that is pointed at, by pointer or keyboard, as a line over the steps too. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useMessages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { layoutStore } from '../../state/layout';
import { addLine, drawnLayers, linesStore } from '../../state/lines';
import { useLayerAxes } from '../core/use-layer-axes';
import { knownLayers, usualLayers } from './lines-data';

/** What does so and says it in words; null where none is pointed at, or the lines are not on the page. */
export function useDrawLine(plans: readonly LanePlan[]): () => string | null {
  const isHidden = useStore(layoutStore, ({ hidden }) => hidden.includes('lines'));
  const { drawn } = useMessages().charts.lines;
  const axes = useLayerAxes(plans);
  return useMemo(() => {
    const [known, usual] = [knownLayers(axes), usualLayers(axes)];
    return () => {
      const { layer } = highlightStore.getState();
      if (isHidden || layer === null) return null;
      addLine(drawnLayers(linesStore.getState().layers, known, usual), layer);
      return drawn(layer);
    };
  }, [axes, isHidden, drawn]);
}
