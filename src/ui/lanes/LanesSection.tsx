/** The lanes of the experiment: adding, copying, naming, colouring and removing them, and whose network the builder edits. */
import { useState } from 'react';
import { LaneMark, SlotMark } from '../../charts/core/LaneMark';
import { CLASSICS, type ClassicName } from '../../config/classic';
import {
  addClassic,
  duplicateLane,
  hasRoom,
  ownNetwork,
  removeLane,
  shareNetwork,
  setColour,
  setLabel,
  shares,
} from '../../config/edit/lanes';
import { LIMITS } from '../../config/limits';
import type { LaneConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { changeExperiment, experimentStore } from '../../state/experiment';
import { useLaneSlot } from '../../state/lane-style';
import { SelectField } from '../controls/SelectField';
import { edit, useIsEdited } from '../page/edited';
import { useExperiment } from '../page/hooks';
import { TextField } from '../controls/TextField';
import './lanes.css';

const KINDS = Object.keys(CLASSICS) as ClassicName[];
const COLOURS = Array.from({ length: LIMITS.laneColour.max + 1 }, (_, colour) => colour);

export function LanesSection() {
  const config = useExperiment();
  const text = useMessages().lanes.list;
  return (
    <div className="lane-list">
      <ul aria-label={text.label}>
        {config.lanes.map((lane, index) => (
          <LaneItem key={lane.id} lane={lane} index={index} />
        ))}
      </ul>
      <AddLane />
    </div>
  );
}

function AddLane() {
  const config = useExperiment();
  const { lanes } = useMessages();
  const [kind, setKind] = useState<ClassicName>('lenet');
  const room = hasRoom(config);
  return (
    <div className="lane-add">
      <SelectField
        label={lanes.list.add}
        hint={room ? lanes.classic.papers[kind] : lanes.list.full(LIMITS.lanes.max)}
        choices={KINDS}
        text={(name) => lanes.list.choice(lanes.classic.names[name], lanes.classic.years[name])}
        value={kind}
        onCommit={setKind}
      />
      <button
        type="button"
        className="button button-small"
        data-testid="add-lane"
        disabled={!room}
        onClick={() => {
          const before = new Set(config.lanes.map(({ id }) => id));
          changeExperiment(addClassic(config, kind, lanes.classic.names[kind]));
          const added = experimentStore.getState().config.lanes.find(({ id }) => !before.has(id));
          if (added !== undefined) edit(added.id);
        }}
      >
        {lanes.list.addButton}
      </button>
    </div>
  );
}

function LaneItem({ lane, index }: { readonly lane: LaneConfig; readonly index: number }) {
  const config = useExperiment();
  const { lanes, ui } = useMessages();
  const text = lanes.list;
  const { id } = lane;
  const name = lane.label ?? ui.lanes.name(id);
  const edited = useIsEdited(id);
  const isSharing = shares(lane);
  const allShare = config.lanes.every(shares);
  // Classic ones are told by their name; what the buttons offer tells the others apart.
  const kind = lane.classic === undefined ? null : lanes.classic.names[lane.classic.kind];
  return (
    <li className="lane-item" data-testid={`lane-item-${id}`} data-edited={edited && !allShare}>
      <div className="lane-item-head">
        <LaneMark lane={index} />
        <TextField
          label={text.name(name)}
          value={name}
          most={LIMITS.label.max}
          onCommit={(label) =>
            changeExperiment(setLabel(config, id, label === ui.lanes.name(id) ? '' : label))
          }
        />
        <Colours lane={lane} index={index} name={name} />
      </div>
      <div className="lane-item-actions">
        {kind !== null && <span className="lane-item-kind">{kind}</span>}
        {!allShare && (
          <button
            type="button"
            className="button button-small"
            aria-pressed={edited}
            aria-label={text.editLabel(name)}
            onClick={() => edit(isSharing ? null : id)}
          >
            {text.edit}
          </button>
        )}
        {isSharing ? (
          <Action
            text={text.makeOwn}
            label={text.makeOwnLabel(name)}
            onClick={() => {
              changeExperiment(ownNetwork(config, id));
              edit(id);
            }}
          />
        ) : (
          <Action
            text={text.share}
            label={text.shareLabel(name)}
            onClick={() => changeExperiment(shareNetwork(config, id))}
          />
        )}
        <Action
          text={text.duplicate}
          label={text.duplicateLabel(name)}
          disabled={!hasRoom(config)}
          onClick={() => changeExperiment(duplicateLane(config, id))}
        />
        <Action
          text={text.remove}
          label={text.removeLabel(name)}
          testId={`remove-lane-${id}`}
          disabled={config.lanes.length <= LIMITS.lanes.min}
          onClick={() => changeExperiment(removeLane(config, id))}
        />
      </div>
    </li>
  );
}

interface ActionProps {
  readonly text: string;
  readonly label: string;
  readonly testId?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function Action({ text, label, testId, disabled, onClick }: ActionProps) {
  return (
    <button
      type="button"
      className="button button-small"
      data-testid={testId}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      {text}
    </button>
  );
}

/** The four colours as radio buttons, each with its mark; one that another lane has changes places with it. */
function Colours({
  lane,
  index,
  name,
}: {
  readonly lane: LaneConfig;
  readonly index: number;
  readonly name: string;
}) {
  const config = useExperiment();
  const text = useMessages().lanes.list;
  const slot = useLaneSlot(index);
  return (
    <fieldset className="lane-colours">
      <legend className="visually-hidden">{text.colour(name)}</legend>
      {COLOURS.map((colour) => (
        <label key={colour} title={text.colours[colour]}>
          <input
            type="radio"
            name={`colour-${lane.id}`}
            className="visually-hidden"
            checked={colour === slot}
            aria-label={text.colours[colour] ?? ''}
            onChange={() => changeExperiment(setColour(config, lane.id, colour))}
          />
          <SlotMark slot={colour} />
        </label>
      ))}
    </fieldset>
  );
}
