/** What was read: how it fits each network, all of its names, and the button that has one start from it. */
import { useId, useMemo, useState } from 'react';
import { LaneMark } from '../../charts/core/LaneMark';
import { hasRoom } from '../../config/edit/lanes';
import { LIMITS } from '../../config/limits';
import { useLaneNames } from '../../i18n/lane-names';
import { useWeightsMessages } from '../../i18n/weights';
import type { Fit, Mismatch, WeightMatch } from '../../weights/match';
import { closeBring } from '../bring/bring-store';
import { useExperiment, useSession } from '../page/hooks';
import { Refused } from './Refused';
import { Form, GapList } from './NetworkField';
import { useMissingWeights } from './missing';
import {
  bestOf,
  numbersIn,
  refusalOf,
  startFrom,
  targetsOf,
  type Brought,
  type Refusal,
  type Target,
} from './take';

export function Report({ brought }: { readonly brought: Brought }) {
  const { file: texts, lane } = useWeightsMessages();
  const config = useExperiment();
  const session = useSession();
  const missing = useMissingWeights();
  const targets = useMemo(() => targetsOf(config, brought), [config, brought]);
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  // Whoever lacks weights is to get some.
  const asking = config.lanes.find(({ weights }) => missing !== null && weights?.hash === missing.hash)?.id;
  const usual = asking ?? bestOf(targets)?.lane;
  const target = targets.find((one) => one.lane === (chosen === undefined ? usual : chosen)) ?? targets[0];
  if (target === undefined) return null;
  const isFull = target.lane === null && !hasRoom(config);
  const start = async (): Promise<void> => {
    setBusy(true);
    try {
      await startFrom(session, brought, target.lane);
      closeBring();
      setRefusal(null);
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="weights-report" data-testid="weights-report">
      <p className="weights-name">
        <strong translate="no">{brought.name}</strong>
        <span>{texts.holds(brought.file.tensors.size, numbersIn(brought.file))}</span>
      </p>
      {missing !== null && (
        <p className="weights-wanted">
          {missing.hash === brought.hash ? lane.isWanted : lane.notWanted(missing.name)}
        </p>
      )}
      <Targets brought={brought} targets={targets} target={target} onChoose={setChosen} />
      <Match match={target.match} />
      {target.match.fits.length === 0 && <p>{texts.none}</p>}
      {target.match.missing.length + target.match.mismatched.length > 0 && target.match.fits.length > 0 && (
        <p>{texts.rest}</p>
      )}
      {isFull && <p>{texts.full(LIMITS.lanes.max)}</p>}
      <div role="status" className="weights-news">
        {refusal !== null && <Refused name={brought.name} refusal={refusal} />}
      </div>
      <div className="weights-actions">
        <button
          type="button"
          className="button button-primary"
          data-testid="weights-start"
          disabled={isBusy || isFull || target.match.fits.length === 0}
          onClick={() => void start()}
        >
          {texts.start}
        </button>
      </div>
    </div>
  );
}

interface TargetsProps {
  readonly brought: Brought;
  readonly targets: readonly Target[];
  readonly target: Target;
  readonly onChoose: (lane: string | null) => void;
}

function Targets({ brought: { own }, targets, target, onChoose }: TargetsProps) {
  const { file: texts } = useWeightsMessages();
  const nameOf = useLaneNames();
  const id = useId();
  return (
    <fieldset className="weights-targets">
      <legend>{texts.target}</legend>
      {targets.map((one, index) => (
        <label key={one.lane ?? ''} data-testid={`weights-for-${one.lane ?? 'own'}`}>
          <input
            type="radio"
            name={id}
            checked={one.lane === target.lane}
            onChange={() => onChoose(one.lane)}
          />
          {one.lane !== null && <LaneMark lane={index} />}
          <span className="weights-target-name">
            {one.lane === null ? texts.own : nameOf(one.lane)}
            {one.lane === null && own !== null && <Form described={own} />}
          </span>
          <span className="weights-target-fit">{texts.fit(one.match.fits.length, one.wanted)}</span>
          <progress aria-hidden="true" max={one.wanted} value={one.match.fits.length} />
        </label>
      ))}
      {target.lane === null && own !== null && <GapList gaps={own.gaps} />}
    </fieldset>
  );
}

const shapeOf = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** All names, in four groups; those that are empty are left out. */
function Match({ match }: { readonly match: WeightMatch }) {
  const texts = useWeightsMessages();
  const fit = ({ name, from, dtype, shape }: Fit) => (
    <li key={name}>
      <span>{from === name ? name : `${from} → ${name}`}</span> <span>{`${dtype} ${shapeOf(shape)}`}</span>
    </li>
  );
  const mismatch = ({ name, dtype, shape, own }: Mismatch) => (
    <li key={name}>
      <span>{name}</span>{' '}
      <span>
        <span translate="yes">{texts.inFile}</span> {`${dtype} ${shapeOf(shape)}`},{' '}
        <span translate="yes">{texts.inNetwork}</span> {shapeOf(own)}
      </span>
    </li>
  );
  const plain = (name: string) => <li key={name}>{name}</li>;
  return (
    <div className="weights-match">
      <Group kind="fits" items={match.fits.map(fit)} />
      <Group kind="mismatched" items={match.mismatched.map(mismatch)} isOpen />
      <Group kind="missing" items={match.missing.map(plain)} />
      <Group kind="leftOver" items={match.leftOver.map(plain)} />
    </div>
  );
}

interface GroupProps {
  readonly kind: keyof WeightMatch;
  readonly items: readonly React.JSX.Element[];
  readonly isOpen?: boolean;
}

/** As many as a list shows. */
const SHOWN = 400;

function Group({ kind, items, isOpen = false }: GroupProps) {
  const { groups, network } = useWeightsMessages();
  if (items.length === 0) return null;
  const isShort = isOpen && items.length <= 6;
  return (
    <details open={isShort} data-testid={`weights-${kind}`}>
      <summary>{groups[kind](items.length)}</summary>
      <ul translate="no">{items.slice(0, SHOWN)}</ul>
      {items.length > SHOWN && <p>{network.more(items.length - SHOWN)}</p>}
    </details>
  );
}
