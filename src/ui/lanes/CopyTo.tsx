/** Gives the blocks of another lane the settings of those that are selected. */
import { copyBlocksTo, copyTargets } from '../../config/edit/blocks';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { useEditedLane } from '../page/edited';
import { useExperiment } from '../page/hooks';

export function CopyTo({ blocks }: { readonly blocks: readonly number[] }) {
  const config = useExperiment();
  const { lanes, ui } = useMessages();
  const from = useEditedLane()?.id ?? null;
  return copyTargets(config, from).map(({ id, label, network }) => {
    const name = network === undefined ? lanes.list.sharedNetwork : (label ?? ui.lanes.name(id));
    return (
      <button
        key={id}
        type="button"
        className="button button-small"
        title={lanes.list.copyHint}
        onClick={() => changeExperiment(copyBlocksTo(config, from, blocks, id))}
      >
        {lanes.list.copyTo(name)}
      </button>
    );
  });
}
