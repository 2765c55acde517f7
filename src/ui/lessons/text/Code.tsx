/** A block of code, whose lines may light places up: `#: branch` at the end of a line names one, and is not shown. */
import { Fragment } from 'react';
import type { Spot } from '../../../lessons/spots';
import { spotOf } from './address';
import { wordsOf } from './python';
import { SpotButton } from './SpotButton';
import type { OnSpot } from './spots';
import { Wide } from './Wide';

interface Line {
  readonly text: string;
  readonly spot: Spot | null;
}

const MARK = /\s*#:\s*([\w:-]+)\s*$/;

/** The lines of a block of code. A mark that names no place is a comment like others. */
export function linesOf(code: string): readonly Line[] {
  return code.split('\n').map((line) => {
    const mark = MARK.exec(line);
    const spot = spotOf(mark?.[1] ?? '');
    return { text: spot === null ? line : line.slice(0, mark?.index), spot };
  });
}

interface CodeProps {
  readonly code: string;
  readonly language: string | null;
  readonly onSpot: OnSpot | null;
}

export function Code({ code, language, onSpot }: CodeProps) {
  const isPython = language === 'python' || language === 'py';
  return (
    <Wide className="code-block">
      <code translate="no">
        {linesOf(code).map(({ text, spot }, index) => {
          const words = isPython ? <Words line={text} /> : text;
          return spot === null || onSpot === null ? (
            <span key={index} className="code-line">
              {words}
            </span>
          ) : (
            <SpotButton className="code-line code-line-lit" key={index} spot={spot} onSpot={onSpot}>
              {words}
            </SpotButton>
          );
        })}
      </code>
    </Wide>
  );
}

function Words({ line }: { readonly line: string }) {
  return wordsOf(line).map(({ text, kind }, index) =>
    kind === 'other' ? (
      <Fragment key={index}>{text}</Fragment>
    ) : (
      <span key={index} className={`code-${kind}`}>
        {text}
      </span>
    ),
  );
}
