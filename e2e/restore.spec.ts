/** A run that ended by an edit comes back as it was: its settings, its step, its numbers, and what comes after. */
import { SMALL, fieldsOf, withFields } from './experiments';
import { expect, test } from './test';

test('a run that an edit ended is restored, and goes on as one that nobody disturbed', async ({
  explorer,
  page,
  friend,
}) => {
  const link = withFields(SMALL, { test: '4', opt: 'adam', lr: '0.01' });
  await explorer.openReady(link);
  const ended = page.getByTestId('ended');
  await expect(ended).toBeHidden();
  await explorer.stepTo(3);
  await explorer.skip('plain', 'all').click();
  await expect.poll(async () => fieldsOf(await explorer.hash()).get('switch')).toBe('3:plain:all:1');
  const [, , last] = await explorer.stepTo(6);
  const norms = await explorer.normsOf(5);
  const shared = await explorer.hash();

  await explorer.preset.selectOption({ index: 3 });
  await expect(ended).toContainText('Run ended at step 6');
  await explorer.typeHash(withFields(SMALL, { batch: '8' }));
  await explorer.ready();
  await expect(ended).toContainText('Run ended at step 6');
  await explorer.restore();
  await expect(ended).toBeHidden();
  expect(await explorer.hash()).toBe(shared);
  expect(await explorer.losses()).toEqual(last);
  expect(await explorer.normsOf(5)).toEqual(norms);
  await expect(explorer.page.getByTestId('test-accuracy')).toHaveCount(2);
  const after = await explorer.stepTo(9);

  const other = await friend();
  await other.openReady(link);
  await other.stepTo(3);
  await other.skip('plain', 'all').click();
  await expect.poll(() => other.hash()).toBe(shared);
  expect((await other.stepTo(9)).slice(-3)).toEqual(after);

  // Reset ends it as an edit does.
  await explorer.reset.click();
  await explorer.ready();
  await expect(ended).toContainText('Run ended at step 9');
  await page.getByRole('button', { name: 'Forget the ended run' }).click();
  await expect(ended).toBeHidden();
});
