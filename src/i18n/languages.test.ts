// @vitest-environment happy-dom
/** Which language the page opens in, and how it changes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { languageStore } from './language';
import {
  chooseLanguage,
  languageFor,
  languageOf,
  LANGUAGES,
  showLanguage,
  storedLanguage,
} from './languages';

describe('the languages', () => {
  it('are found by their folders, English first', () => {
    expect(LANGUAGES.map(({ tag }) => tag)).toEqual(['en', 'zh-Hans']);
  });

  it.each([
    ...['zh', 'zh-CN', 'zh-Hans', 'zh-Hans-SG', 'zh-TW', 'zh-Hant-HK', 'ZH_cn', ' zh-cn '].map((tag) => [
      tag,
      'zh-Hans',
    ]),
    ...['en', 'en-GB', 'EN_us', 'en-Latn'].map((tag) => [tag, 'en']),
  ])('serve who asks for “%s”', (tag, served) => {
    expect(languageFor(tag)?.tag).toBe(served);
  });

  it.each(['xx', 'de-AT', '', 'yue', 'not a tag', '<b>', 'z'])('have none for “%s”', (tag) => {
    expect(languageFor(tag)).toBeNull();
  });
});

describe('the language of the page', () => {
  it.each([
    ['the address, before all else', 'zh', ['en-US'], 'en', 'zh-Hans'],
    ['the reader’s choice', null, ['en-US'], 'zh-Hans', 'zh-Hans'],
    ['the browser’s first that it has', null, ['fr-CH', 'zh-CN', 'en'], null, 'zh-Hans'],
    ['the browser’s order', null, ['en-GB', 'zh-CN'], null, 'en'],
    ['English, where it has none of them', null, ['fr', 'de'], null, 'en'],
    ['English, where the browser says nothing', null, [], null, 'en'],
    ['the browser’s, where what is kept is gone', null, ['zh-CN'], 'xx', 'zh-Hans'],
  ])('is that of %s', (_, asked, preferred, stored, tag) => {
    expect(languageOf(asked, preferred, stored)).toEqual({ tag, unknown: null });
  });

  it('is the reader’s where the address asks for one that there is not, which is told', () => {
    expect(languageOf('xx', ['en'], 'zh-Hans')).toEqual({ tag: 'zh-Hans', unknown: 'xx' });
    expect(languageOf('', ['zh'], null)).toEqual({ tag: 'zh-Hans', unknown: '' });
  });
});

describe('a language that is chosen', () => {
  beforeEach(() => localStorage.clear());
  afterEach(async () => {
    await showLanguage('en');
    history.replaceState(null, '', '/');
  });

  it('is shown once its texts are there, told to the browser, and kept', async () => {
    history.replaceState(null, '', '/?lang=en&host=1#v=1');
    await chooseLanguage('zh-Hans');
    const { language, catalogue, missing } = languageStore.getState();
    expect({ language, missing }).toEqual({ language: 'zh-Hans', missing: null });
    expect(catalogue?.messages.ui.title).toBeTruthy();
    expect(document.documentElement.lang).toBe('zh-Hans');
    expect(storedLanguage()).toBe('zh-Hans');
    // What the address asked for is over; the rest of it stays.
    expect(location.search).toBe('?host=1');
    expect(location.hash).toBe('#v=1');
  });

  it('gives way to what is chosen after it, whichever comes first', async () => {
    const slow = showLanguage('zh-Hans');
    await showLanguage('en');
    await slow;
    expect(languageStore.getState().language).toBe('en');
    expect(document.documentElement.lang).toBe('en');
  });
});
