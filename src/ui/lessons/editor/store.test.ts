import { describe, expect, it } from 'vitest';
import { changeStep, emptyLesson } from './model';
import { createEditor, DRAFT_KEY } from './store';

const EXPERIMENT = '#v=1';
const first = () => emptyLesson('en', EXPERIMENT);

/** Storage of a browser that has so much room. */
function storage(most = Infinity) {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, value: string) {
      if (value.length > most) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, value);
    },
  };
}

describe('a draft', () => {
  it('is kept after each change, and gone on with', () => {
    const browser = storage();
    const editor = createEditor(browser, first);
    editor.write((writing) => changeStep(writing, { title: 'Depth' }, 'title'));
    editor.write((writing) => changeStep(writing, { text: '$y = F(x) + x$' }, 'text'));
    const { steps } = createEditor(browser, first).store.getState().writing.lesson;
    expect(steps).toMatchObject([{ title: 'Depth', text: '$y = F(x) + x$' }]);
  });

  it('is not written where nothing changed', () => {
    const browser = storage();
    createEditor(browser, first).write((writing) => writing);
    expect(browser.kept.size).toBe(0);
  });

  it('tells that a full storage keeps it no longer, and that it does again', () => {
    const browser = storage(600);
    const editor = createEditor(browser, first);
    editor.write((writing) => changeStep(writing, { text: 'x'.repeat(2000) }));
    expect(editor.store.getState()).toMatchObject({ isKept: false });
    editor.write((writing) => changeStep(writing, { text: 'x' }));
    expect(editor.store.getState()).toMatchObject({ isKept: true });
    expect(browser.kept.get(DRAFT_KEY)).toContain('"text":"x"');
  });

  it('is written all the same where nothing can be kept', () => {
    const editor = createEditor(null, first);
    editor.write((writing) => changeStep(writing, { title: 'Depth' }));
    expect(editor.store.getState()).toMatchObject({
      isKept: false,
      writing: { lesson: { steps: [{ title: 'Depth' }] } },
    });
  });

  it.each(['', '{', '[]', '{"format":"other"}', 'null'])(
    'of “%s” is none: an empty lesson begins',
    (text) => {
      const browser = storage();
      browser.kept.set(DRAFT_KEY, text);
      expect(createEditor(browser, first).store.getState().writing.lesson).toEqual(first());
    },
  );

  it('of another tab is offered, and taking it over can be undone', () => {
    const editor = createEditor(storage(), first);
    editor.changedElsewhere(JSON.stringify({ ...first(), title: 'There' }));
    expect(editor.store.getState().writing.lesson.title).toBe('');
    editor.takeOver();
    const { writing, elsewhere } = editor.store.getState();
    expect([writing.lesson.title, writing.past[0]?.lesson.title, elsewhere]).toEqual(['There', '', null]);
  });
});
