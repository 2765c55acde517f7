/** The settings of an experiment of the panel. */
import { useMessages } from '../../i18n/messages';
import type { StudyRequest } from '../../worker/protocol';
import { NumberField } from '../builder/NumberField';
import { ListField } from './ListField';
import { BOUNDS } from './requests';

interface StudyFieldsProps {
  readonly request: StudyRequest;
  readonly lanes: number;
  readonly onChange: (request: StudyRequest) => void;
}

export function StudyFields({ request, lanes, onChange }: StudyFieldsProps) {
  const { fields, cost } = useMessages().experiments;
  const whole = (
    label: string,
    value: number,
    bounds: { readonly min: number; readonly max: number },
    change: (value: number) => StudyRequest,
    hint?: string,
  ) => (
    <NumberField
      label={label}
      value={value}
      bounds={bounds}
      integer
      onCommit={(next) => onChange(change(next))}
      {...(hint !== undefined && { hint })}
    />
  );
  const depths = (values: readonly number[], change: (values: readonly number[]) => StudyRequest) => (
    <ListField
      label={fields.depths}
      hint={fields.depthsHint}
      values={values}
      bounds={BOUNDS.depth}
      integer
      most={BOUNDS.depths}
      onCommit={(next) => onChange(change(next))}
    />
  );
  switch (request.kind) {
    case 'init':
    case 'shattering':
      return (
        <>
          {whole(
            fields.seeds,
            request.seeds,
            BOUNDS.seeds,
            (seeds) => ({ ...request, seeds }),
            fields.seedsHint,
          )}
          {depths(request.depths, (values) => ({ ...request, depths: values }))}
        </>
      );
    case 'lesion':
      return (
        <>
          {whole(fields.images, request.images, BOUNDS.images, (images) => ({ ...request, images }))}
          {whole(
            fields.draws,
            request.draws,
            BOUNDS.draws,
            (draws) => ({ ...request, draws }),
            fields.drawsHint,
          )}
        </>
      );
    case 'degradation':
      return (
        <>
          {whole(
            fields.seeds,
            request.seeds,
            BOUNDS.seeds,
            (seeds) => ({ ...request, seeds }),
            fields.seedsHint,
          )}
          {whole(fields.steps, request.steps, BOUNDS.steps, (steps) => ({ ...request, steps }))}
          {depths(request.depths, (values) => ({ ...request, depths: values }))}
          <ListField
            label={fields.rates}
            hint={fields.ratesHint}
            values={request.rates}
            bounds={BOUNDS.rate}
            integer={false}
            most={BOUNDS.rates}
            onCommit={(rates) => onChange({ ...request, rates })}
          />
          <p className="study-cost">
            {cost(request.depths.length * request.seeds * request.rates.length * lanes, request.steps)}
          </p>
        </>
      );
    case 'landscape':
      return (
        <>
          <NumberField
            label={fields.radius}
            hint={fields.radiusHint}
            value={request.radius}
            bounds={BOUNDS.radius}
            onCommit={(radius) => onChange({ ...request, radius })}
          />
          {whole(fields.seed, request.seed, BOUNDS.seed, (seed) => ({ ...request, seed }))}
        </>
      );
    case 'paths':
      return (
        <>
          {whole(fields.samples, request.samples, BOUNDS.samples, (samples) => ({ ...request, samples }))}
          {whole(fields.seed, request.seed, BOUNDS.seed, (seed) => ({ ...request, seed }))}
        </>
      );
  }
  return request satisfies never;
}
