/** A test image with what every network takes it for. */
import { useEffect, useRef } from 'react';
import { LaneMark } from '../../charts/core/LaneMark';
import type { Verdicts } from '../../charts/core/predictions';
import { useMessages } from '../../i18n/messages';
import type { PredictionsResult } from '../../contract/inspections';
import { formatPercent } from '../controls/format';
import { useLaneNames } from '../../state/lane-style';

interface PredictedImageProps {
  readonly image: number;
  readonly result: PredictionsResult;
  readonly verdicts: readonly Verdicts[];
}

export function PredictedImage({ image, result, verdicts }: PredictedImageProps) {
  const { predictions: text } = useMessages().instruments;
  const nameOf = useLaneNames();
  const { classes, labels, lanes } = result;
  const label = labels[image] ?? 0;
  const truth = classes[label] ?? '';
  return (
    <li>
      <Pixels image={image} result={result} text={text.image(image, truth)} />
      <div>
        <strong>{truth}</strong>
        {lanes.map(({ id }, lane) => {
          const { predicted = -1, confidence = Number.NaN } = {
            predicted: verdicts[lane]?.predicted[image],
            confidence: verdicts[lane]?.confidence[image],
          };
          const right = predicted === label;
          return (
            <span key={id} className="predicted-verdict" data-right={right}>
              <LaneMark lane={lane} />
              <span className="visually-hidden">{`${nameOf(id)}:`}</span>{' '}
              <span aria-hidden="true">{right ? '✓' : '✗'}</span>
              <span className="visually-hidden">{text.verdict(right)}</span>{' '}
              <span>
                {predicted < 0
                  ? text.nothing
                  : text.probability(classes[predicted] ?? '', formatPercent(confidence))}
              </span>
            </span>
          );
        })}
      </div>
    </li>
  );
}

interface PixelsProps {
  readonly image: number;
  readonly result: PredictionsResult;
  readonly text: string;
}

/** Pixel for pixel; the browser enlarges without smoothing. */
function Pixels({ image, result, text }: PixelsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { height, width, pixels } = result;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const size = height * width * 4;
    if (pixels === null || !context) return;
    const own = pixels.slice(image * size, (image + 1) * size);
    context.putImageData(new ImageData(own, width, height), 0, 0);
  }, [pixels, height, width, image]);
  return <canvas ref={canvas} role="img" aria-label={text} width={width} height={height} />;
}
