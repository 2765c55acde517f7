/** Norms that see a single value are told before training, and a button leads to the nearest setting that works. */
import { TINY, withFields } from './experiments';
import { expect, test } from './test';

const ONE_POSITION = withFields(TINY, { blocks: '1,1,1,1,1', widths: '8,8,8,8,8' });

const cases = [
  {
    name: 'batch norm of single images',
    link: withFields(ONE_POSITION, { batch: '1' }),
    says: /3 norms, the first layer5\.0\.bn1, see a single value.*PyTorch refuses/s,
    button: 'Use batch size 2',
    field: 'batch=2',
  },
  {
    name: 'group norm of single channels',
    link: withFields(ONE_POSITION, { norm: 'group', 'norm.groups': '8' }),
    says: /3 norms, the first layer5\.0\.bn1, see a single value/,
    button: 'Use norm groups 4',
    // Four groups are the default.
    field: 'norm=group&batch=8',
  },
];

for (const { name, link, says, button, field } of cases) {
  test(`${name} is told, and can be mended`, async ({ page, explorer }) => {
    await explorer.open(link);
    const told = page.getByTestId('lone-norms');
    await expect(told).toContainText(says);
    await told.getByRole('button', { name: button }).click();
    await expect(told).toBeHidden();
    await expect.poll(() => page.url()).toContain(field);
  });
}

test('a depth at which a norm would see a single value is told before the study', async ({
  page,
  explorer,
}) => {
  await explorer.open(withFields(ONE_POSITION, { blocks: '0,0,0,0,0', batch: '1' }));
  await expect(page.getByTestId('lone-norms')).toBeHidden();
  await page.getByTestId('question-degradation').click();
  await expect(page.getByTestId('study-norms')).toContainText('layer5.0.bn1');
});
