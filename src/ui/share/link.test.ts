// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { CLASSICS } from '../../config/classic';
import { setBlocks } from '../../config/edit/edit';
import { encode } from '../../config/codec/url';
import { OPENING_PRESET } from '../../config/presets';
import type { ExperimentConfig } from '../../config/schema';
import { shareDialog as share } from '../../i18n/en/share-dialog';
import { dataSets } from '../../i18n/en/data-sets';
import { settings } from '../../i18n/en/settings';
import { ui } from '../../i18n/en/ui';
import { openingOf } from '../../state/opening';
import { smallExperiment } from '../../testing/client';
import { frameCode, linkOf, sharedOf } from './link';

const networks = (config: ExperimentConfig) => share.networks(sharedOf(config, { dataSets, settings, ui }));
const changes = (config: ExperimentConfig) => share.changes(sharedOf(config, { dataSets, settings, ui }));
const calm = { until: 0, plays: false, seconds: null, end: null };

beforeEach(() => history.replaceState(null, '', '/page/?host=1&backend=cpu&embed=loss&play#v=1'));

it('is the experiment and how it opens, with what the host has in its query and nothing of the page at hand', () => {
  const { origin } = location;
  expect(linkOf(smallExperiment)).toBe(`${origin}/page/?host=1${encode(smallExperiment)}`);
  const link = new URL(linkOf(smallExperiment, { embed: 'profile', until: 36, plays: true, theme: 'dark' }));
  expect(link.searchParams.get('host')).toBe('1');
  expect(openingOf(link.search)).toEqual({
    embed: 'profile',
    until: 36,
    plays: true,
    language: null,
    theme: 'dark',
    problems: [],
  });
  expect(link.hash).toBe(encode(smallExperiment));
});

it('is written into the code of a frame so that a browser reads it again', () => {
  const address = 'https://explorer.test/?a=1&b="2"#v=1&label.plain=<b>';
  const code = frameCode(address, 'Loss & "more"', 600, 400);
  const read = document.createElement('template');
  read.innerHTML = code;
  const frame = read.content.querySelector('iframe');
  expect(frame?.getAttribute('src')).toBe(address);
  expect(frame?.getAttribute('title')).toBe('Loss & "more"');
  expect([frame?.width, frame?.height]).toEqual(['600', '400']);
  expect(read.content.children).toHaveLength(1);
});

it('tells the networks with their depths, and what they have in common', () => {
  expect(networks(OPENING_PRESET.config)).toBe(
    'Residual and Plain, 56 layers each, batch norm, ReLU, on Fashion-MNIST at 14×14.',
  );
  const deep = setBlocks(smallExperiment, 0, 4);
  const classic: ExperimentConfig = {
    ...deep,
    lanes: [
      { ...deep.lanes[0]!, label: 'Mine' },
      { id: 'lenet', gains: [], classic: CLASSICS.lenet },
    ],
  };
  expect(networks(classic)).toMatch(
    /^Mine \(12 layers\) and lenet \(\d layers\), batch norm, ReLU, on Shapes/,
  );
  const alone: ExperimentConfig = { ...classic, lanes: classic.lanes.slice(1) };
  expect(networks(alone)).toMatch(/^lenet, \d layers, on Shapes at 14×14\.$/);
});

it('tells when something changes, of many changes the first and the last', () => {
  expect(changes(smallExperiment)).toBeNull();
  const at = (...steps: readonly number[]): ExperimentConfig => ({
    ...smallExperiment,
    timeline: steps.map((step) => ({ step, lane: 'plain', block: 'all', gain: 1 })),
  });
  expect(changes(at(100))).toBe('Skips are switched at step 100.');
  // Two switches of one step are one.
  expect(changes(at(100, 100, 140))).toBe('Skips are switched at steps 100 and 140.');
  expect(changes(at(1, 2, 3, 1_500))).toBe('Skips are switched at 4 steps from 1 to 1,500.');
  expect(changes({ ...at(7), rates: [{ step: 9, rate: 0.1 }] })).toBe(
    'Skips are switched at step 7; the learning rate is set at step 9.',
  );
});

it('tells where it opens, how long that takes here, and what the link has no room for', () => {
  expect(share.opens(calm)).toBe('It waits at step 0.');
  expect(share.opens({ ...calm, plays: true })).toBe('It trains at once.');
  expect(share.opens({ ...calm, until: 36, seconds: 3.7 })).toBe(
    'It is replayed to step 36, in about 4 s here, and waits there.',
  );
  expect(share.opens({ ...calm, until: 3_000, plays: true, seconds: 300 })).toBe(
    'It is replayed to step 3,000, in about 5 min here, and trains on.',
  );
  expect(share.opens({ ...calm, until: 36, end: 26 })).toContain(
    'What was changed from step 26 on found no room in the link.',
  );
});
