/** The settings of an experiment of the panel. */
import { useMessages } from '../../i18n/messages';
import { NumberField } from '../../ui/controls/NumberField';
import { SelectField } from '../../ui/controls/SelectField';
import { PathFields } from '../paths/Fields';
import { ListField } from './ListField';
import { BOUNDS, ZOO_SIZES, ZOOS, type Requests, type StudyTab } from './requests';

type Request = Requests[StudyTab];

interface StudyFieldsProps {
  readonly request: Request;
  readonly lanes: number;
  readonly onChange: (request: Request) => void;
}

export function StudyFields({ request, lanes, onChange }: StudyFieldsProps) {
  const { fields, cost, zoo } = useMessages().experiments;
  const whole = (
    label: string,
    value: number,
    bounds: { readonly min: number; readonly max: number },
    change: (value: number) => Request,
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
  const depths = (values: readonly number[], change: (values: readonly number[]) => Request) => (
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
    case 'zoo':
      return (
        <>
          <SelectField
            label={fields.zoo}
            choices={ZOOS}
            text={(name) => zoo.zoos[name]}
            value={request.zoo}
            onCommit={(name) => onChange({ ...request, zoo: name })}
          />
          {whole(
            fields.seeds,
            request.seeds,
            BOUNDS.seeds,
            (seeds) => ({ ...request, seeds }),
            fields.seedsHint,
          )}
          {whole(fields.steps, request.steps, BOUNDS.steps, (steps) => ({ ...request, steps }))}
          <p className="study-cost">{cost(ZOO_SIZES[request.zoo] * request.seeds, request.steps)}</p>
        </>
      );
    case 'landscape':
      return (
        <>
          <PathFields request={request} onChange={onChange} />
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
