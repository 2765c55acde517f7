/** The editor of the blocks that are selected in the diagrams: what they are, how many, and in which order. */
import { useStore } from 'zustand';
import type { NetworkPlan } from '../../architecture/plan';
import {
  addBlock,
  choicesOf,
  copyBlocksTo,
  copyTargets,
  duplicateBlocks,
  moveBlocks,
  resetBlocks,
  setBlockChoices,
  type BlockChoices,
  type Edited,
  type Moved,
} from '../../config/edit/blocks';
import { SETTINGS } from '../../config/settings';
import { useMessages } from '../../i18n/messages';
import { changeExperiment } from '../../state/experiment';
import { AblateSelected } from '../../studies/ablation/ViewBoard';
import { ChoiceField } from '../controls/ChoiceField';
import { effectiveGroups } from '../builder/StageFields';
import { Icon, type IconName } from '../controls/Icon';
import { NumberField } from '../controls/NumberField';
import { numbersOf } from '../controls/SettingField';
import { changeView, useEditedLane, useEditedView } from '../page/edited';
import { useExperiment } from '../page/hooks';
import { applyEdit, move, remove } from './edits';
import { chooseAll, chooseNothing, selectionStore } from './selection';
import { useSelectionCount } from './SelectionNews';
import './selection.css';

export function SelectionPanel({ plan }: { readonly plan: NetworkPlan }) {
  const { ui } = useMessages();
  const stored = useStore(selectionStore, (state) => state.blocks);
  const blocks = stored.filter((block) => block < plan.blocks.length);
  const count = useSelectionCount(plan);
  if (blocks.length === 0)
    return plan.blocks.length === 0 ? null : <p className="selection-invite">{ui.selection.invite}</p>;
  return (
    <section className="selection" aria-label={ui.selection.label} onKeyDown={clearOnEscape}>
      <div className="selection-head">
        <h3>{count}</h3>
        <button
          type="button"
          className="button button-icon"
          aria-label={ui.selection.clear}
          title={ui.selection.clearHint}
          onClick={() => clear(blocks)}
        >
          <Icon name="close" />
        </button>
      </div>
      <Settings plan={plan} blocks={blocks} />
      <Actions plan={plan} blocks={blocks} />
    </section>
  );
}

interface SelectedProps {
  readonly plan: NetworkPlan;
  readonly blocks: readonly number[];
}

function Settings({ plan, blocks }: SelectedProps) {
  const { ui, settings } = useMessages();
  const config = useEditedView();
  const { selection, builder } = ui;
  const all = blocks.map((block) => choicesOf(config.network, block)).filter((one) => one !== null);
  const common = <K extends keyof BlockChoices>(name: K): BlockChoices[K] | null => {
    const value = all[0]?.[name];
    return value !== undefined && all.every((one) => one[name] === value) ? value : null;
  };
  const set = (part: Partial<BlockChoices>) => changeView(setBlockChoices(config, blocks, part));
  const groups = common('groups');
  const planned = plan.blocks.filter(({ index }) => blocks.includes(index));
  const used = groups === null ? null : effectiveGroups(planned, groups);
  // Drafts belong to the blocks they were typed for.
  return (
    <div className="selection-fields" key={blocks.join()}>
      <ChoiceField
        label={selection.kind}
        choices={SETTINGS.block.choices}
        text={(name) => settings.block.choices[name]}
        value={common('kind')}
        onCommit={(kind) => set({ kind })}
      />
      <ChoiceField
        label={selection.kernel}
        choices={SETTINGS.kernels.among}
        text={settings.kernels.choice}
        value={common('kernel')}
        onCommit={(kernel) => set({ kernel })}
      />
      <ChoiceField
        label={selection.stride}
        choices={numbersOf(SETTINGS.strides)}
        text={settings.strides.choice}
        value={common('stride')}
        onCommit={(stride) => set({ stride })}
      />
      <NumberField
        label={selection.width}
        value={common('width')}
        bounds={SETTINGS.widths}
        integer
        onCommit={(width) => set({ width })}
      />
      <NumberField
        label={selection.dilation}
        value={common('dilation')}
        bounds={SETTINGS.dilations}
        integer
        onCommit={(dilation) => set({ dilation })}
      />
      <NumberField
        label={selection.groups}
        {...(used !== null && { hint: builder.fields.groupsCount(used) })}
        value={groups}
        bounds={SETTINGS.groups}
        integer
        onCommit={(count) => set({ groups: count })}
      />
    </div>
  );
}

function Actions({ plan, blocks }: SelectedProps) {
  const { ui } = useMessages();
  const config = useEditedView();
  const { selection } = ui;
  const stages = new Set(blocks.map((block) => plan.blocks[block]?.stage));
  const inStages = plan.blocks.filter(({ stage }) => stages.has(stage)).map(({ index }) => index);
  const added = addBlock(config, blocks);
  const copied = duplicateBlocks(config, blocks);
  const earlier = moveBlocks(config, blocks, -1);
  const later = moveBlocks(config, blocks, 1);
  const full = selection.full(SETTINGS.blocks.max);
  const whyStuck = ({ stayed, why }: Moved): string | null =>
    stayed.length < blocks.length || why === null
      ? null
      : selection.stayed(stayed.length, why, SETTINGS.blocks.max);
  const apply = (edited: Edited | null) => {
    if (edited !== null) applyEdit(edited);
  };
  const own = config.network.overrides.some(({ block }) => blocks.includes(block));
  return (
    <>
      <div className="selection-actions" role="group" aria-label={selection.actions}>
        <Action
          icon="earlier"
          text={selection.earlier}
          hint={whyStuck(earlier) ?? selection.earlierHint}
          disabled={earlier.stayed.length === blocks.length}
          onClick={() => move(blocks, -1)}
        />
        <Action
          icon="later"
          text={selection.later}
          hint={whyStuck(later) ?? selection.laterHint}
          disabled={later.stayed.length === blocks.length}
          onClick={() => move(blocks, 1)}
        />
        <Action
          icon="add"
          text={selection.add}
          short={selection.short.add}
          hint={added === null ? full : selection.addHint}
          disabled={added === null}
          onClick={() => apply(added)}
        />
        <Action
          icon="duplicate"
          text={selection.duplicate}
          short={selection.short.duplicate}
          {...(copied === null && { hint: full })}
          disabled={copied === null}
          onClick={() => apply(copied)}
        />
        <Action
          icon="remove"
          text={selection.remove}
          short={selection.short.remove}
          onClick={() => focusBlock(remove(blocks))}
        />
        <Action
          icon="reset"
          text={selection.reset}
          short={selection.short.reset}
          hint={selection.resetHint}
          disabled={!own}
          onClick={() => changeView(resetBlocks(config, blocks))}
        />
      </div>
      <div className="selection-more">
        <button
          type="button"
          className="button button-small"
          disabled={inStages.length === blocks.length}
          onClick={() => chooseAll(inStages)}
        >
          {selection.stage}
        </button>
        <button
          type="button"
          className="button button-small"
          disabled={plan.blocks.length === blocks.length}
          onClick={() => chooseAll([...plan.blocks.keys()])}
        >
          {selection.all}
        </button>
        <CopyTo blocks={blocks} />
        <AblateSelected blocks={blocks} />
      </div>
    </>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly text: string;
  /** What is seen of the text below the picture; absent where that says it. */
  readonly short?: string;
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function Action({ icon, text, short, hint = text, disabled, onClick }: ActionProps) {
  return (
    <button
      type="button"
      className="action"
      aria-label={text}
      title={hint}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
      {short !== undefined && <span>{short}</span>}
    </button>
  );
}

function clear(blocks: readonly number[]): void {
  chooseNothing();
  focusBlock(blocks[0] ?? 0);
}

function clearOnEscape(event: React.KeyboardEvent): void {
  // In a field, Escape takes back what was typed.
  if (event.key !== 'Escape' || (event.target instanceof HTMLInputElement && event.target.type !== 'radio'))
    return;
  // Not the drawer's, which stays open.
  event.preventDefault();
  clear(selectionStore.getState().blocks);
}

/** The panel goes away with the selection: the focus goes back to where that was made. */
function focusBlock(block: number): void {
  requestAnimationFrame(() => {
    const items = [...document.querySelectorAll<SVGElement>('.diagram-svg [data-item]')];
    const holds = ({ dataset: { item, first = item, last = item } }: SVGElement): boolean =>
      Number(first) <= block && block <= Number(last);
    (items.find(holds) ?? items[0])?.focus();
  });
}

/** Gives the blocks of another lane the settings of those that are selected. */
function CopyTo({ blocks }: { readonly blocks: readonly number[] }) {
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
