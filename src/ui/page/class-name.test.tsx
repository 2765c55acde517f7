// @vitest-environment happy-dom
/** Classes of the page's own sets are translated; those of a reader's are called what the reader calls them. */
import { renderHook } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { ExperimentConfig } from '../../config/schema';
import { showLanguage } from '../../i18n/languages';
import { experimentStore } from '../../state/experiment';
import { smallExperiment } from '../../testing/client';
import { useClassName } from './hooks';

afterEach(async () => showLanguage('en'));

function called(data: ExperimentConfig['data'], name: string): string {
  experimentStore.setState({ config: { ...smallExperiment, data } });
  return renderHook(useClassName).result.current(name);
}

const fashion: ExperimentConfig['data'] = { set: 'fashion', inputSize: 28 };
const own: ExperimentConfig['data'] = {
  set: 'own',
  inputSize: 28,
  own: { hash: '0123456789abcdef', name: 'wardrobe', channels: 1, classes: 2, train: 8 },
};

test('in Chinese a shirt of Fashion-MNIST is 衬衫, and a reader’s Shirt is Shirt', async () => {
  await showLanguage('zh-Hans');
  expect(called(fashion, 'Shirt')).toBe('衬衫');
  expect(called(own, 'Shirt')).toBe('Shirt');
});
