/** Stem or head of the network: nothing to switch, but shapes to read. */
import { memo } from 'react';
import type { HeadKind } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { DIAGRAM } from './layout';

interface EndNodeProps {
  readonly kind: 'stem' | 'head';
  readonly place: { readonly x: number; readonly y: number };
  readonly head: HeadKind;
  readonly tabbable: boolean;
  readonly describedBy: string | undefined;
}

const WIDTH = 41;
const HEIGHT = 24;

export const EndNode = memo(function EndNode(props: EndNodeProps) {
  const { kind, place, head, tabbable, describedBy } = props;
  const { ui } = useMessages();
  const middle = place.x + DIAGRAM.endWidth / 2;
  return (
    <g
      className="end-node"
      role="img"
      aria-label={kind === 'stem' ? ui.diagram.stemTitle : ui.diagram.headTitle(head)}
      aria-describedby={describedBy}
      tabIndex={tabbable ? 0 : -1}
      data-item={kind}
      data-place={kind}
    >
      <rect x={middle - WIDTH / 2} y={place.y - HEIGHT / 2} width={WIDTH} height={HEIGHT} rx={5} />
      <text translate="no" x={middle} y={place.y + 3.5} textAnchor="middle">
        {kind === 'stem' ? ui.diagram.stem : ui.diagram.head}
      </text>
    </g>
  );
});
