/** Links that are wrong are repaired, one field at a time, and said so; the address is obeyed when it changes. */
import { SMALL, TINY, fieldsOf, withFields } from './experiments';
import { expect, test } from './test';

interface BadLink {
  readonly name: string;
  readonly hash: string;
  /** What the notice must say. */
  readonly says: RegExp;
  /** Fields of the repaired link; null where the field must be gone. */
  readonly fields?: Readonly<Record<string, string | null>>;
  /** Also trains two steps. */
  readonly trains?: true;
}

const BAD_LINKS: readonly BadLink[] = [
  {
    name: 'numbers out of range',
    hash: withFields(TINY, { lr: '99999', batch: '0', momentum: '-1' }),
    says: /lr=99999.*used 10/s,
    fields: { lr: '10', batch: '1', momentum: '0' },
    trains: true,
  },
  {
    name: 'negative and fractional blocks',
    hash: withFields(TINY, { blocks: '-3,1,0.5' }),
    says: /blocks=-3,1,0\.5/,
    fields: { set: 'shapes', width: '4' },
  },
  {
    name: 'NaN, Infinity and words for numbers',
    hash: withFields(TINY, { lr: 'NaN', decay: 'Infinity', width: 'wide', 'seed.init': '0x10' }),
    says: /lr=NaN/,
    fields: { lr: null, decay: null, width: null, 'seed.init': null, blocks: '1,0,0' },
    trains: true,
  },
  {
    name: 'unknown fields and choices',
    hash: withFields(TINY, { foo: 'bar', act: 'wavy', norm: 'enormous' }),
    says: /foo=bar.*left out/s,
    fields: { foo: null, act: null, norm: null },
  },
  {
    name: 'names of object prototypes',
    hash: `${TINY}&__proto__=1&constructor=2&toString=3&skip.__proto__=1`,
    says: /__proto__/,
    fields: { ['__proto__']: null, constructor: null, toString: null },
  },
  {
    name: 'malformed percent-encoding',
    hash: `${TINY}&lr=%E0%A4%A&%=%`,
    says: /lr=%E0%A4%A/,
    fields: { lr: null },
  },
  {
    name: 'markup',
    hash: withFields(TINY, { lanes: '<img src=x onerror=alert(1)>,plain' }),
    says: /<img/,
    fields: { width: '4' },
  },
  { name: 'a field given twice', hash: `${TINY}&lr=0.1&lr=0.2`, says: /lr=0\.2/, fields: { lr: '0.1' } },
  {
    name: 'a future version',
    hash: withFields(TINY, { v: '99', hyperdrive: 'on' }),
    says: /version 99.*version 1/s,
    fields: { v: '1', hyperdrive: null, blocks: '1,0,0' },
    trains: true,
  },
  {
    name: 'switches that cannot be',
    hash: withFields(TINY, { switch: '5:nobody:all:1;x;3:plain:99:1;4:plain:0:1' }),
    says: /5:nobody:all:1/,
    fields: { switch: '4:plain:0:1' },
  },
  {
    name: 'more than a browser can compute',
    hash: withFields(TINY, { blocks: '30,30,30', width: '64', batch: '256', input: '28' }),
    says: /more than a browser can/,
    fields: { width: '64', blocks: '30,30,30' },
  },
  { name: 'no experiment at all', hash: '#hello world', says: /hello/, fields: { v: '1' } },
  {
    name: '300 kB of text',
    hash: `${TINY}&junk=${'x'.repeat(300_000)}`,
    says: /300,0\d\d characters/,
    fields: { junk: null, blocks: '1,0,0', batch: '8' },
    trains: true,
  },
  {
    name: '300 kB of commas',
    hash: `${TINY}&skip.plain=${'0,'.repeat(30_000)}0&blocks=${','.repeat(200_000)}`,
    says: /characters/,
    fields: { blocks: '1,0,0' },
  },
];

for (const { name, hash, says, fields = {}, trains } of BAD_LINKS) {
  test(`repaired and told: ${name}`, async ({ explorer, page }) => {
    await explorer.open(hash);
    await expect(explorer.notice).toBeVisible();
    await expect(explorer.notice).toContainText(says);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(explorer.train).toBeEnabled();
    const repaired = fieldsOf(await explorer.hash());
    for (const [field, text] of Object.entries(fields)) {
      expect(repaired.get(field) ?? null, field).toBe(text);
    }
    if (trains !== true) return;
    await explorer.train.click();
    await explorer.reaches(2);
    const { residual, plain } = await explorer.losses();
    for (const loss of [residual, plain]) expect(loss).toMatch(/^\d/);
    // What was repaired is a good link: opened again, it has nothing to tell.
    await explorer.open(await explorer.hash());
    await expect(explorer.train).toBeEnabled();
    await expect(explorer.notice).toHaveCount(0);
  });
}

test('a notice can be dismissed, and a good link that follows has none', async ({ explorer, page }) => {
  await explorer.open(withFields(TINY, { lr: 'NaN' }));
  await explorer.notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(explorer.notice).toHaveCount(0);
  await explorer.typeHash(withFields(TINY, { lr: 'fast' }));
  await expect(explorer.notice).toContainText('lr=fast');
  await explorer.typeHash(SMALL);
  await expect(explorer.notice).toHaveCount(0);
  await expect(page.getByTestId('skip-residual-3')).toBeAttached();
});

test('back, forward and the address bar are obeyed', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  const [tiny] = await explorer.stepTo(1);
  await explorer.typeHash(SMALL);
  await expect(explorer.skip('residual', 3)).toBeAttached();
  await explorer.ready();
  const [small] = await explorer.stepTo(1);
  expect(small).not.toEqual(tiny);

  await page.goBack();
  await expect(explorer.skip('residual', 3)).not.toBeAttached();
  await explorer.ready();
  expect(await explorer.hash()).toBe(TINY);
  expect(await explorer.stepTo(1)).toEqual([tiny]);

  await page.goForward();
  await expect(explorer.skip('residual', 3)).toBeAttached();
  await explorer.ready();
  expect(await explorer.hash()).toBe(SMALL);
  expect(await explorer.stepTo(1)).toEqual([small]);
});

test('controls and address keep each other current', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  await explorer.openBuilder();
  await page.getByRole('button', { name: 'Add a block to stage 2' }).click();
  await expect.poll(() => explorer.hash()).toBe(withFields(TINY, { blocks: '1,1,0' }));
  await expect(explorer.skip('plain', 1)).toHaveAttribute('aria-checked', 'false');
  await explorer.ready();
  await page.getByLabel('Activation', { exact: true }).selectOption('tanh');
  await expect.poll(async () => fieldsOf(await explorer.hash()).get('act')).toBe('tanh');
  await explorer.preset.selectOption('resnet-8');
  await expect.poll(() => explorer.hash()).toBe('#v=1&blocks=1,1,1');
  await expect(explorer.skip('residual', 2)).toBeAttached();
  await explorer.ready();
  await expect(explorer.preset).toHaveValue('resnet-8');
  await explorer.typeHash(SMALL);
  await expect(explorer.preset).toHaveValue('custom');
});

test('one cycle is chosen with its cycle of momentum, a link without it stays without', async ({
  explorer,
  page,
}) => {
  const old = withFields(TINY, { schedule: 'one-cycle' });
  await explorer.openReady(old);
  await explorer.openBuilder();
  await explorer.openDetails();
  const cycle = page.getByRole('checkbox', { name: 'Momentum 0.95 → 0.85 → 0.95' });
  const momentum = page.getByRole('textbox', { name: 'Momentum', exact: true });
  const schedule = page.getByRole('combobox', { name: 'Schedule' });
  await expect(cycle).not.toBeChecked();
  await expect(momentum).toBeVisible();
  await schedule.selectOption('constant');
  await expect(cycle).toHaveCount(0);
  await schedule.selectOption('one-cycle');
  await expect(cycle).toBeChecked();
  await expect(momentum).toHaveCount(0);
  await expect.poll(async () => fieldsOf(await explorer.hash()).get('momentum.cycle')).toBe('on');
  await cycle.uncheck();
  await expect.poll(async () => fieldsOf(await explorer.hash())).toEqual(fieldsOf(old));
  await page.getByRole('combobox', { name: 'Optimiser' }).selectOption('adam');
  await expect(page.getByRole('checkbox', { name: 'β₁ 0.95 → 0.85 → 0.95' })).toBeVisible();
});

test('Back after a preset returns to the experiment before it, as it was changed, and Forward to the preset', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(TINY);
  const before = await explorer.hash();
  await explorer.preset.selectOption('resnet-8');
  await expect.poll(() => explorer.hash()).not.toBe(before);
  const chosen = await explorer.hash();
  await page.goBack();
  expect(await explorer.hash()).toBe(before);
  await explorer.ready();
  await expect(explorer.preset).toHaveValue('custom');
  await page.goForward();
  expect(await explorer.hash()).toBe(chosen);
  await expect(explorer.preset).toHaveValue('resnet-8');
});
