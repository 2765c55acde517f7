import { describe, expect, it, vi } from 'vitest';
import { OPENING_PRESET, PRESETS } from '../config/presets';
import { decode, encode } from '../config/codec/url';
import { createExperiment, type Address, type Experiment } from './experiment';

/** An address bar: `go` is what the user or a link does, which alone is told to watchers. */
class FakeAddress implements Address {
  hash: string;
  refusing = false;
  replaced = 0;
  #listeners: (() => void)[] = [];
  #later: (() => void)[] = [];

  constructor(hash: string) {
    this.hash = hash;
  }

  read = (): string => this.hash;

  replace = (hash: string): void => {
    if (this.refusing) throw new DOMException('too many calls', 'SecurityError');
    this.replaced++;
    this.hash = hash;
  };

  readonly entries: string[] = [];

  push = (hash: string): void => {
    if (this.refusing) throw new DOMException('too many calls', 'SecurityError');
    this.entries.push(this.hash);
    this.hash = hash;
  };

  watch = (listener: () => void): void => {
    this.#listeners.push(listener);
  };

  later = (callback: () => void): void => {
    this.#later.push(callback);
  };

  go(hash: string): void {
    this.hash = hash;
    for (const listener of this.#listeners) listener();
  }

  /** Lets the time pass that `later` waits for; returns how many had waited. */
  pass(): number {
    const waiting = this.#later;
    this.#later = [];
    for (const callback of waiting) callback();
    return waiting.length;
  }
}

function opened(hash: string): { address: FakeAddress; experiment: Experiment } {
  const address = new FakeAddress(hash);
  const experiment = createExperiment(address);
  experiment.openFromLocation();
  return { address, experiment };
}

const small = decode('#v=1&blocks=1,1,1').config;

describe('the history of the browser', () => {
  it('has a step for every experiment that is opened, with what was changed before, and none for changes', () => {
    const { address, experiment } = opened('#v=1&blocks=1,1,1');
    const other = decode('#v=1&blocks=2,2,2').config;
    experiment.changeExperiment({ ...small, batchSize: 7 });
    experiment.changeExperiment({ ...small, batchSize: 8 });
    expect(address.entries).toEqual([]);
    experiment.openExperiment(other);
    experiment.openExperiment(other);
    expect(address.entries).toEqual(['#v=1&blocks=1,1,1&batch=8']);
    expect(address.hash).toBe(encode(other));
    address.go(address.entries[0] ?? '');
    expect(experiment.store.getState().config).toEqual({ ...small, batchSize: 8 });
    expect(address.entries).toHaveLength(1);
  });
});

describe('opening', () => {
  it('writes the opening experiment into a bare address, so that it can be shared at once', () => {
    const { address, experiment } = opened('');
    expect(experiment.store.getState()).toStrictEqual({
      config: OPENING_PRESET.config,
      notices: [],
      origin: 'link',
    });
    expect(address.hash).toBe(encode(OPENING_PRESET.config));
  });

  it('repairs a bad link in the address too, and tells', () => {
    const { address, experiment } = opened('#v=1&blocks=1,1,1&lr=99');
    expect(experiment.store.getState().notices).toStrictEqual([
      { field: 'lr', given: '99', used: '10', reason: 'out-of-range' },
    ]);
    expect(address.hash).toBe('#v=1&blocks=1,1,1&lr=10');
  });

  it('cuts down what no browser can bear, and tells', () => {
    const { address, experiment } = opened('#v=1&input=28&blocks=30,30,30&width=64&batch=256');
    expect(experiment.store.getState().notices.map(({ reason }) => reason)).toStrictEqual(['too-large']);
    expect(address.hash).toBe('#v=1&input=28&blocks=30,30,30&width=64&batch=4');
  });

  it('leaves a good link alone', () => {
    const { address } = opened('#v=1&blocks=1,1,1');
    expect(address.replaced).toBe(0);
  });
});

describe('hashchange', () => {
  it('opens another experiment, and clears the notices of the one before', () => {
    const { address, experiment } = opened('#v=1&lr=99');
    address.go('#v=1&blocks=1,1,1');
    expect(experiment.store.getState()).toStrictEqual({ config: small, notices: [], origin: 'link' });
  });

  it('does nothing for the same experiment, and only respells it where it is spelled otherwise', () => {
    const { address, experiment } = opened('#v=1&blocks=1,1,1');
    const { config } = experiment.store.getState();
    const listener = vi.fn();
    experiment.store.subscribe(listener);
    address.go('#v=1&blocks=1,1,1');
    expect(listener).not.toHaveBeenCalled();
    address.go('#blocks=1,1,1&lr=0.02');
    expect(experiment.store.getState().config).toBe(config);
    expect(address.hash).toBe('#v=1&blocks=1,1,1');
  });

  it('tells of a bad link that comes to the same experiment, without replacing it', () => {
    const { address, experiment } = opened('#v=1&blocks=1,1,1');
    const { config } = experiment.store.getState();
    address.go('#v=1&blocks=1,1,1&foo=1');
    expect(experiment.store.getState().config).toBe(config);
    expect(experiment.store.getState().notices).toHaveLength(1);
  });

  it('is watched once, however often the page is opened', () => {
    const { address, experiment } = opened('#v=1');
    experiment.openFromLocation();
    const listener = vi.fn();
    experiment.store.subscribe(listener);
    address.go('#v=1&blocks=1,1,1');
    expect(listener).toHaveBeenCalledTimes(1);
  });
});

describe('changing', () => {
  it('writes every change into the address', () => {
    const { address, experiment } = opened('');
    for (const { config } of PRESETS) {
      experiment.changeExperiment(config);
      expect(experiment.store.getState().config).toStrictEqual(config);
      expect(decode(address.hash)).toStrictEqual({ config, repairs: [] });
    }
  });

  it('keeps the stored object where nothing changes', () => {
    const { experiment } = opened('#v=1&blocks=1,1,1');
    const { config } = experiment.store.getState();
    experiment.changeExperiment(structuredClone(config));
    expect(experiment.store.getState().config).toBe(config);
  });

  it('repairs what the page asks for, and tells', () => {
    const { experiment } = opened('#v=1');
    experiment.changeExperiment({ ...small, batchSize: Number.NaN });
    const { config, notices, origin } = experiment.store.getState();
    expect(config).toStrictEqual({ ...small, batchSize: 32 });
    expect([origin, ...notices]).toMatchObject(['page', { field: 'batch', reason: 'malformed' }]);
  });

  it('leaves notices until they are dismissed', () => {
    const { experiment } = opened('#v=1&lr=99');
    experiment.changeExperiment(small);
    expect(experiment.store.getState().notices).toHaveLength(1);
    experiment.dismissNotices();
    expect(experiment.store.getState().notices).toStrictEqual([]);
  });

  it('goes on where the browser refuses to change the address, and writes the newest later', () => {
    const { address, experiment } = opened('#v=1');
    address.refusing = true;
    experiment.changeExperiment(small);
    experiment.changeExperiment({ ...small, batchSize: 8 });
    expect(experiment.store.getState().config.batchSize).toBe(8);
    expect(address.hash).toBe('#v=1');
    expect(address.pass()).toBe(1);
    address.refusing = false;
    expect(address.pass()).toBe(1);
    expect(address.hash).toBe('#v=1&blocks=1,1,1&batch=8');
    expect(address.pass()).toBe(0);
  });
});
