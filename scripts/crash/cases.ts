/** What is killed, in which experiment and when: drawn by a seed, case by case, so that one can be repeated by itself. */
import { randomStream, type RandomStream } from '../../src/data/random';

export const BACKENDS = ['wasm', 'webgpu'] as const;
export type Backend = (typeof BACKENDS)[number];

export const KINDS = [
  'renderer',
  'trainer worker',
  'lane worker',
  'GPU process',
  'reload',
  'away and back',
  'tab closed',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Case {
  readonly index: number;
  readonly kind: Kind;
  readonly backend: Backend;
  readonly link: string;
  /** Milliseconds of training before it. */
  readonly after: number;
}

/** Within it a run is kept at least once; some are killed before. */
const LONGEST = 14_000;
/** Different experiments on each backend: the undisturbed run of each takes as long as the longest of the others. */
const EXPERIMENTS = 5;

function oneOf<T>(stream: RandomStream, choices: readonly [T, ...T[]]): T {
  return choices[stream.integer(choices.length)] ?? choices[0];
}

function drawLink(stream: RandomStream): string {
  const fields = {
    blocks: oneOf(stream, ['1,1,1', '1,1,0', '2,0,0']),
    width: oneOf(stream, ['4', '6']),
    batch: oneOf(stream, ['8', '16']),
    norm: oneOf(stream, ['batch', 'group', 'layer']),
    opt: oneOf(stream, ['sgd', 'adam', 'adamw', 'rmsprop']),
    lr: oneOf(stream, ['0.001', '0.003']),
    test: oneOf(stream, ['0', '10', '25']),
    dropout: oneOf(stream, ['0', '0.2']),
    lanes: oneOf(stream, ['residual,plain', 'residual,plain,c']),
    'seed.init': String(stream.integer(1000)),
  };
  const written = Object.entries(fields).map(([name, text]) => `${name}=${text}`);
  return `#v=1&set=shapes&${written.join('&')}`;
}

/** The case of this number; those of one backend take turns, so that every kind comes equally often. */
export function caseOf(seed: number, index: number): Case {
  const stream = randomStream(seed, 'crash', index);
  const backend = BACKENDS[index % BACKENDS.length] ?? 'wasm';
  // On the GPU no lane has a worker.
  const kinds = KINDS.filter((kind) => backend === 'wasm' || kind !== 'lane worker');
  const kind = kinds[Math.floor(index / BACKENDS.length) % kinds.length] ?? 'reload';
  const link = drawLink(randomStream(seed, 'crash', backend, stream.integer(EXPERIMENTS)));
  return { index, kind, backend, link, after: Math.round(stream.uniform() * LONGEST) };
}
