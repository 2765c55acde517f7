/** What became of the images that were taken in: a row for each class with some of them, what is worth knowing, and training on it. */
import { useEffect } from 'react';
import { useBringMessages } from '../../../i18n/bring';
import type { Imported } from '../../../images/report';
import { useSession } from '../../page/hooks';
import { closeBring } from '../bring-store';
import { startOver } from './images-store';
import { LeftOut } from './LeftOut';
import { Specimens, useSpecimens } from './Specimens';
import { differencesFrom, putIntoExperiment, useWanted } from './use-set';

/** Images that are shown of each class. */
const EACH = 8;

export function Taken({ imported }: { readonly imported: Imported }) {
  const { hash, set, report } = imported;
  const { missing, report: texts } = useBringMessages().images;
  const session = useSession();
  const wanted = useWanted();
  const specimens = useSpecimens(hash, set, set.classes.length, EACH);
  const differences = wanted === null ? [] : differencesFrom(wanted, set);
  // A link may have been changed by hand, and say something else of the same images.
  const isTheOne = wanted?.own.hash === hash && differences.length === 0;
  useEffect(() => {
    if (!isTheOne) return;
    session.restart();
    closeBring();
    startOver();
  }, [isTheOne, session]);
  const size = set.side * set.side * set.channels;
  const imagesOf = (label: number): Uint8Array => {
    if (specimens === null) return new Uint8Array();
    const first = specimens.labels.indexOf(label);
    const count = specimens.labels.filter((one) => one === label).length;
    return specimens.images.subarray(first * size, (first + count) * size);
  };
  return (
    <div className="taken" data-testid="taken" data-hash={hash}>
      <h3>{texts.title(set.name)}</h3>
      <p className="field-hint">{texts.facts(set.side, set.channels, report.bytes)}</p>
      {wanted !== null && !isTheOne && (
        <div className="taken-other" data-testid="other-set" role="alert">
          <p>{missing.other}</p>
          <ul>
            {differences.map(({ kind, is, asked }) => (
              <li key={kind}>{missing.differs[kind](is, asked)}</li>
            ))}
            {differences.length === 0 && <li>{missing.differs.content}</li>}
          </ul>
        </div>
      )}
      <table className="taken-classes">
        <thead>
          <tr>
            <th scope="col">{texts.class}</th>
            <th scope="col">{texts.images}</th>
            <th scope="col">{texts.train}</th>
            <th scope="col">{texts.test}</th>
          </tr>
        </thead>
        <tbody>
          {report.counts.map((one, label) => {
            const images = imagesOf(label);
            return (
              <tr key={one.name}>
                <th scope="row">{one.name}</th>
                <td>
                  {images.length > 0 && (
                    <Specimens set={set} images={images} text={texts.row(one.name, images.length / size)} />
                  )}
                </td>
                <td>{one.train}</td>
                <td>{one.test}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <ul className="taken-news">
        <li>{texts.split[report.split]}</li>
        <li>{texts.duplicates(report)}</li>
        {texts.imbalance(report.imbalance) !== '' && <li>{texts.imbalance(report.imbalance)}</li>}
      </ul>
      <LeftOut skipped={report.skipped} />
      <div className="bring-actions">
        <button type="button" className="button" onClick={startOver}>
          {texts.more}
        </button>
        <button
          type="button"
          className="button button-primary"
          data-testid="train-on-it"
          onClick={() => {
            putIntoExperiment(hash, set);
            session.train();
            closeBring();
            startOver();
          }}
        >
          {texts.trainOn}
        </button>
      </div>
    </div>
  );
}
