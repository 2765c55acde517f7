/** Stem or head of the network: nothing to switch, but shapes to read. */
import { useStore } from 'zustand';
import type { LayerPlan } from '../../architecture/plan';
import type { HeadKind } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { DIAGRAM } from './layout';

interface EndNodeProps extends React.SVGAttributes<SVGGElement> {
  readonly kind: 'stem' | 'head';
  readonly place: { readonly x: number; readonly y: number };
  readonly layer: LayerPlan;
  readonly head: HeadKind;
}

const WIDTH = 36;
const HEIGHT = 24;

export function EndNode({ kind, place, layer, head, ...rest }: EndNodeProps) {
  const { ui } = useMessages();
  const lit = useStore(highlightStore, (state) => state.layer === layer.name);
  const middle = place.x + DIAGRAM.endWidth / 2;
  return (
    <g
      className="end-node"
      role="img"
      aria-label={kind === 'stem' ? ui.diagram.stemTitle : ui.diagram.headTitle(head)}
      data-lit={lit}
      {...rest}
    >
      <rect x={middle - WIDTH / 2} y={place.y - HEIGHT / 2} width={WIDTH} height={HEIGHT} rx={5} />
      <text x={middle} y={place.y + 3.5} textAnchor="middle">
        {kind === 'stem' ? ui.diagram.stem : ui.diagram.head}
      </text>
    </g>
  );
}
