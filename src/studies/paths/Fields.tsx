/** Settings of the landscape: whether the way of training is recorded, which plane is drawn, and by which statistics. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { pageStore } from '../../state/page';
import type { NormStatisticsKind, PlaneKind } from '../../contract/studies';
import { CheckField } from '../../ui/controls/CheckField';
import { SelectField } from '../../ui/controls/SelectField';
import { usePlans, useSession } from '../../ui/page/hooks';
import type { RequestOf } from '../page/requests';

const PLANES: readonly PlaneKind[] = ['random', 'path'];
const STATISTICS: readonly NormStatisticsKind[] = ['batch', 'running'];

interface PathFieldsProps {
  readonly request: RequestOf<'landscape'>;
  readonly onChange: (request: RequestOf<'landscape'>) => void;
}

export function PathFields({ request, onChange }: PathFieldsProps) {
  const { fields, landscape } = useMessages().experiments;
  const session = useSession();
  const hasBatchNorm = usePlans().some(({ norm }) => norm === 'batch');
  const records = useStore(pageStore, (state) => state.recordsPath);
  return (
    <>
      <div>
        <CheckField label={fields.recordPath} value={records} onCommit={(on) => session.recordPath(on)} />
        <p className="field-hint">{fields.recordPathHint}</p>
      </div>
      <SelectField
        label={fields.plane}
        choices={PLANES}
        text={(plane) => landscape.planes[plane]}
        value={request.plane}
        onCommit={(plane) => onChange({ ...request, plane })}
      />
      {hasBatchNorm && (
        <SelectField
          label={fields.statistics}
          choices={STATISTICS}
          text={(statistics) => landscape.statistics[statistics]}
          value={request.statistics}
          onCommit={(statistics) => onChange({ ...request, statistics })}
        />
      )}
    </>
  );
}
