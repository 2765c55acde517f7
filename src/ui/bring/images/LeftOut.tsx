/** Files that were left out, how many and why; and the first of them by name. */
import { useBringMessages } from '../../../i18n/bring';
import type { Skipped } from '../../../images/report';

export function LeftOut({ skipped }: { readonly skipped: Skipped }) {
  const { found: texts } = useBringMessages().images;
  if (Object.values(skipped.counts).every((count) => count === 0)) return null;
  return (
    <details className="left-out" data-testid="left-out">
      <summary>{texts.leftOut(skipped)}</summary>
      <ul>
        {skipped.examples.map(({ path, reason }) => (
          <li key={path}>{texts.example(path, reason)}</li>
        ))}
      </ul>
    </details>
  );
}
