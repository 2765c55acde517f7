/**
 * Some images of every class, asked of the worker when the sheet is opened and whenever the data are other ones. The page
 * only draws what it is sent.
 */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { runStore } from '../../state/run';
import { samplesKey, sampleStore } from '../../state/inspections';
import type { SampleSheet } from '../../contract/messages';
import { useClassName, useExperiment, useSession } from '../page/hooks';
import { rem } from '../../charts/core/unit';

const PER_CLASS = 8;
/** CSS pixels per side, the same for all sizes, so that one sees what a smaller input loses. */
const SHOWN_SIDE = 32;

export function Samples() {
  const className = useClassName();
  const { ui } = useMessages();
  const { samples } = ui.builder;
  const session = useSession();
  const config = useExperiment();
  const [open, setOpen] = useState(false);
  const [draw, setDraw] = useState(0);
  const run = useStore(runStore, (state) => state.run);
  const { sheet, key } = useStore(sampleStore);
  const wanted = samplesKey(config, draw);
  const current = key === wanted;
  // A run that is given up takes its questions with it: the next one is asked again.
  const question = open && !current ? `${run} ${wanted}` : null;
  useEffect(() => {
    if (question !== null) session.samples(PER_CLASS, draw);
  }, [question, session, draw]);
  return (
    <details className="samples" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{samples.title}</summary>
      {sheet !== null && (
        <div data-testid="samples" data-current={current} aria-busy={!current}>
          <p className="field-hint">{samples.note(sheet.height)}</p>
          <ul>
            {sheet.classes.map((each, label) => (
              <li key={each.name}>
                <span className="samples-name">{className(each.name)}</span>
                <span className="samples-counts">
                  <span aria-hidden="true" title={samples.countsHint(each.train, each.test)}>
                    {samples.counts(each.train, each.test)}
                  </span>
                  <span className="visually-hidden">{samples.countsHint(each.train, each.test)}</span>
                </span>
                <Row sheet={sheet} label={label} text={samples.row(className(each.name), each.shown)} />
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="button button-small"
            disabled={!current}
            onClick={() => setDraw(draw + 1)}
          >
            {samples.other}
          </button>
        </div>
      )}
      {open && sheet === null && <p className="field-hint">{samples.waiting}</p>}
    </details>
  );
}

interface RowProps {
  readonly sheet: SampleSheet;
  readonly label: number;
  readonly text: string;
}

/** The images of a class beside each other, pixel for pixel; the browser enlarges them without smoothing. */
function Row({ sheet, label, text }: RowProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { height, width, perClass, pixels, classes } = sheet;
  const shown = classes[label]?.shown ?? 0;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const size = height * width * 4;
    for (let i = 0; i < shown; i++) {
      const at = (label * perClass + i) * size;
      context?.putImageData(new ImageData(pixels.slice(at, at + size), width, height), i * width, 0);
    }
  }, [pixels, height, width, perClass, label, shown]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={text}
      width={shown * width}
      height={height}
      style={{ maxWidth: rem(shown * SHOWN_SIDE), aspectRatio: `${shown} / 1` }}
    />
  );
}
