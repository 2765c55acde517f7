/** How far an import is, and ending it. */
import { useBringMessages } from '../../../i18n/bring';
import type { ImportProgress } from '../../../images/report';

interface WorkingProps {
  /** Null before the first is told. */
  readonly progress: ImportProgress | null;
  readonly onCancel: () => void;
}

export function Working({ progress, onCancel }: WorkingProps) {
  const { working: texts } = useBringMessages().images;
  const { phase, done, total } = progress ?? { phase: 'scan', done: 0, total: null };
  const text = texts.phases[phase](texts.count(done), total === null ? null : texts.count(total));
  return (
    <div className="working" data-testid="working" data-phase={phase}>
      <p translate="no">{text}</p>
      <progress aria-label={text} max={total ?? 1} {...(total !== null && { value: done })} />
      <button type="button" className="button" data-testid="import-cancel" onClick={onCancel}>
        {texts.cancel}
      </button>
    </div>
  );
}
