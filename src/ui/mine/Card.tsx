/** A saved experiment: its picture, which opens it, its name, and what else can be done with it. */
import { memo, useState } from 'react';
import { SAVED_LIMITS, type Saved } from '../../experiments/saved';
import { useMineMessages } from '../../i18n/mine';
import { Icon, type IconName } from '../controls/Icon';
import { TextField } from '../controls/TextField';
import { useSession } from '../page/hooks';
import { closeMine } from './door';
import { exportOne } from './files';
import { Picture } from './Picture';
import { openAlone, openWithRun } from './opening';
import { duplicate, remove, rename, tell } from './shelf';

/** Drawn again only where it changes: there may be thousands. */
export const Card = memo(function Card({ saved }: { readonly saved: Saved }) {
  const { list } = useMineMessages();
  const session = useSession();
  const [today] = useState(() => new Date().toDateString());
  const { id, name, at, run, sketch } = saved;
  return (
    <li className="mine-card" data-testid="mine-card">
      <button
        type="button"
        className="mine-open"
        data-testid="mine-open"
        aria-label={list.open(name)}
        title={list.openHint}
        onClick={() => {
          tell(null);
          closeMine();
          openAlone(saved, session);
        }}
      >
        <Picture sketch={sketch} />
      </button>
      <TextField
        label={list.nameOf(name)}
        value={name}
        most={SAVED_LIMITS.name}
        onCommit={(text) => void rename(id, text)}
      />
      {run !== null && (
        <button
          type="button"
          className="button button-small mine-go-on"
          data-testid="mine-go-on"
          aria-label={list.goOnOf(name, run.step)}
          onClick={() => {
            tell(null);
            closeMine();
            void openWithRun(saved, session);
          }}
        >
          <Icon name="train" />
          <span>{list.goOn(run.step)}</span>
        </button>
      )}
      <div className="mine-actions">
        <time className="mine-when" dateTime={new Date(at).toISOString()}>
          {list.when(at, new Date(at).toDateString() === today)}
        </time>
        <Action icon="duplicate" text={list.duplicate(name)} onPress={() => void duplicate(id)} />
        <Action icon="bring" text={list.export(name)} testId="export" onPress={() => void exportOne(saved)} />
        <Action icon="remove" text={list.remove(name)} onPress={() => void remove(saved)} />
      </div>
    </li>
  );
});

interface ActionProps {
  readonly icon: IconName;
  readonly text: string;
  readonly testId?: string;
  readonly onPress: () => void;
}

function Action({ icon, text, testId = icon, onPress }: ActionProps) {
  return (
    <button
      type="button"
      className="button button-small button-icon"
      data-testid={`mine-${testId}`}
      aria-label={text}
      title={text}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}
