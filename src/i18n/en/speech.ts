/** English texts: what is said of a run to whoever listens to it. Numbers come as words that speech reads well. */

/** What is said of one network. */
interface SpokenLane {
  readonly name: string;
  readonly loss: string;
  /** Null where it has no two convolutions. */
  readonly ratio: string | null;
  readonly diverged: boolean;
}

export const speech = {
  notANumber: 'not a number',
  infinite: 'infinite',
  minus: 'minus',
  /** `exponent` and `factor` as they are read. */
  power: (factor: string, exponent: string): string => `${factor} times ten to the ${exponent}`,
  summary: (step: number, lanes: readonly SpokenLane[]): string =>
    [
      `Step ${step}.`,
      ...lanes.map(({ name, loss, ratio, diverged }) =>
        diverged
          ? `${name}: diverged.`
          : `${name}: loss ${loss}${ratio === null ? '' : `, gradient ratio ${ratio}`}.`,
      ),
    ].join(' '),
  /** `blocks`: the first and the last, counted from 1, of those switched; null of all. */
  switched: (
    step: number,
    name: string,
    blocks: readonly [first: number, last: number] | null,
    gain: string,
  ): string => {
    const [first, last] = blocks ?? [0, 0];
    const which =
      blocks === null
        ? 'all skips'
        : first === last
          ? `skip of block ${first}`
          : `skips of blocks ${first} to ${last}`;
    return `Step ${step}. ${name}: ${which} ${gain === '1' ? 'on' : gain === '0' ? 'off' : `at gain ${gain}`}.`;
  },
};
