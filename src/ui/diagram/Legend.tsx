/** What the arcs' lines and marks mean; kinds of shortcut that the network does not have are left out. */
import type { NetworkPlan, ShortcutForm } from '../../architecture/plan';
import { useMessages } from '../../i18n/messages';

const FORMS: readonly ShortcutForm[] = ['identity', 'zero-padding', 'projection'];

export function Legend({ plan }: { readonly plan: NetworkPlan }) {
  const { ui } = useMessages();
  if (plan.blocks.length === 0) return null;
  const forms = FORMS.filter((form) => plan.blocks.some((block) => block.shortcut === form));
  return (
    <div className="legend">
      <ul aria-label={ui.diagram.legend.label}>
        {forms.map((form) => (
          <li key={form}>
            <svg viewBox="0 0 30 18" aria-hidden="true">
              <path className="legend-on" d="M2,17C4,-2 26,-2 28,17" />
              {ui.diagram.marks[form] !== '' && (
                <g className="block-mark">
                  <rect x={4} y={0} width={22} height={13} rx={4} />
                  <text x={15} y={10} textAnchor="middle">
                    {ui.diagram.marks[form]}
                  </text>
                </g>
              )}
            </svg>
            {ui.diagram.legend[form]}
          </li>
        ))}
        <li>
          <svg viewBox="0 0 30 18" aria-hidden="true">
            <path className="legend-off" d="M2,17C4,-2 26,-2 28,17" />
          </svg>
          {ui.diagram.legend.off}
        </li>
      </ul>
      <p>{ui.diagram.hint}</p>
    </div>
  );
}
