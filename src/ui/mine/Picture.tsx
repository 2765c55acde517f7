/** The networks of a saved experiment, in the colours of the page. */
import { memo } from 'react';
import { drawingOf, HEIGHT, WIDTH } from '../../experiments/drawing';
import type { Sketch } from '../../experiments/sketch';

export const Picture = memo(function Picture({ sketch }: { readonly sketch: Sketch }) {
  return (
    <svg className="mine-picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {drawingOf(sketch).map(({ colour, line, bars, skips, weakened, missing, thickness }, index) => (
        <g key={index} strokeWidth={thickness} data-colour={colour}>
          <path className="mine-line" d={line} />
          <path className="mine-bars" d={bars} />
          <path className="mine-missing" d={missing} />
          <path className="mine-line mine-weakened" d={weakened} />
          <path className="mine-line" d={skips} />
        </g>
      ))}
    </svg>
  );
});
