/** Which networks of the experiment a study leaves out, and why: said before it is begun. */
import { useMessages } from '../../i18n/messages';
import type { StudyKind } from '../../contract/studies';
import { useExperiment } from '../../ui/page/hooks';

/** Names of the classic networks that a study has nothing to ask of; empty where it takes all. */
export function useLeftOut(kind: StudyKind): { readonly names: readonly string[]; readonly all: boolean } {
  const { experiments, ui } = useMessages();
  const { lanes } = useExperiment();
  if (experiments.leftOut.reasons[kind] === undefined) return { names: [], all: false };
  const classic = lanes.filter((lane) => lane.classic !== undefined);
  return {
    names: classic.map(({ id, label }) => ui.lanes.heading(label ?? id)),
    // At its own depth a classic network is measured at step 0 all the same.
    all: kind !== 'init' && classic.length === lanes.length,
  };
}

export function LeftOut({ kind }: { readonly kind: StudyKind }) {
  const { leftOut } = useMessages().experiments;
  const { names } = useLeftOut(kind);
  const reason = leftOut.reasons[kind];
  if (names.length === 0 || reason === undefined) return null;
  return (
    <p className="study-settings" data-testid="study-left-out">
      {leftOut.text(names, reason)}
    </p>
  );
}
