// @vitest-environment happy-dom
/** Texts of lessons: what typical ones become, that hostile ones do nothing, and what lights up when. */
import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PAYLOADS } from '../../../testing/payloads';
import type { Spot } from '../../../lessons/spots';
import { addressOf, spotOf } from './address';
import { linesOf } from './Code';
import { readFormula } from './Formula';
import { LessonText } from './LessonText';
import { readMarkdown } from './markdown';
import { ELEMENTS, propsOf } from './mathml';
import { wordsOf } from './python';

// That of browsers has a style.
Object.defineProperty(Element.prototype, 'style', { configurable: true, get: () => ({}) });

afterEach(cleanup);

function shown(text: string, onSpot?: (spot: Spot | null) => void): HTMLElement {
  const { container } = render(<LessonText text={text} {...(onSpot === undefined ? {} : { onSpot })} />);
  const [element] = container.children;
  if (!(element instanceof HTMLElement)) throw new Error('nothing is shown');
  return element;
}

describe('a text', () => {
  it.each([
    ['Plain.\n\nTwo *lines*, **bold**.', '<p>Plain.</p><p>Two <em>lines</em>, <strong>bold</strong>.</p>'],
    ['- a\n- b', '<ul><li><p>a</p></li><li><p>b</p></li></ul>'],
    ['3. a', '<ol start="3"><li><p>a</p></li></ol>'],
    ['> said', '<blockquote><p>said</p></blockquote>'],
    ['# Head', '<p><strong>Head</strong></p>'],
    ['`x + 1`', '<p><code translate="no">x + 1</code></p>'],
    ['a\\\nb', '<p>a<br>b</p>'],
    [
      '[He 2015](https://arxiv.org/abs/1512.03385)',
      '<p><a href="https://arxiv.org/abs/1512.03385" target="_blank" rel="noopener noreferrer">He 2015</a></p>',
    ],
    ['the [branch](spot:branch) of step [2](step:2)', '<p>the branch of step 2</p>'],
    ['**残差（skip）**是', '<p><strong>残差（skip）</strong>是</p>'],
    ['[a]: http://b.c', '[a]: http://b.c'],
  ])('%j', (text, markup) => {
    expect(shown(text).innerHTML).toBe(markup);
  });

  it('keeps the comma with a formula or a place, which a line would break before', () => {
    const text = shown('在[块](spot:network)，$x$；`y`，$z$ 中', () => undefined);
    expect(text.textContent?.replaceAll(/\s/g, '')).toBe('在块，x；y，z中');
    const held = [...text.querySelectorAll('.lesson-held')];
    expect(held.map(({ lastChild }) => lastChild?.textContent)).toEqual(['，', '；']);
    expect(shown('在[块](spot:network)，').innerHTML).toBe('<p>在块，</p>');
  });

  it('opens terms of the glossary, and goes to steps', () => {
    const onStep = vi.fn();
    const { getByText } = render(
      <LessonText text="See [the skip](term:skip-connection), then [three](step:3)." onStep={onStep} />,
    );
    expect(getByText('the skip').dataset['term']).toBe('skip-connection');
    fireEvent.click(getByText('three'));
    expect(onStep.mock.calls).toEqual([[3]]);
  });
});

const math = (inner: string) => `<math><mrow>${inner}</mrow></math>`;
const fence = (sign: string, form: string) => `<mo fence="true" form="${form}" stretchy="false">${sign}</mo>`;
const f = `<mi>F</mi><mrow>${fence('(', 'prefix')}<mi>x</mi>${fence(')', 'postfix')}</mrow>`;

describe('a formula', () => {
  it.each([
    [
      '$y = \\frac{x_1}{2}$',
      math('<mi>y</mi><mo>=</mo><mfrac><msub><mi>x</mi><mn>1</mn></msub><mn>2</mn></mfrac>'),
    ],
    ['$F(x)$', math(f)],
    ['$\\mathrm{ReLU}$', '<math><mpadded lspace="0"><mi>ReLU</mi></mpadded></math>'],
    ['$\\href{spot:branch}{F(x)} + x$', math(`<mrow>${f}</mrow><mo>+</mo><mi>x</mi>`)],
    ['$\\text{残差}$', '<math><mtext>残差</mtext></math>'],
  ])('in a line: %s', (text, markup) => {
    expect(shown(text).innerHTML).toBe(`<p>${markup}</p>`);
  });

  it('on lines of its own is scrolled where it is wide, its equations aligned', () => {
    const block = shown('$$\n\\begin{aligned} y &= x \\\\ &= 1 \\end{aligned}\n$$').firstElementChild;
    expect(block?.className).toBe('formula-block');
    expect(block?.querySelector('math')?.getAttribute('display')).toBe('block');
    expect(Array.from(block?.querySelectorAll('mtd') ?? [], ({ className }) => className)).toEqual([
      'tml-right',
      'tml-left',
      'tml-right',
      'tml-left',
    ]);
  });

  it('that is faulty shows its source, and what is wrong', () => {
    const faulty = shown('$\\frac{1$').querySelector('code');
    expect(faulty?.textContent).toBe('\\frac{1');
    expect(faulty?.title).toMatch(/Unexpected end of input/);
  });

  it('lights its parts up, by the pointer, a tap and keys', () => {
    const onSpot = vi.fn();
    const element = shown('$\\href{spot:branch}{F(x)} + \\href{spot:skip:plain}{x}$', onSpot);
    const [part, other] = element.querySelectorAll('.formula-part');
    const [button, otherButton] = element.querySelectorAll('button');
    if (!part || !other || !button || !otherButton) throw new Error('parts are missing');
    expect([button.textContent, otherButton.textContent]).toEqual(['F(x)', 'x']);
    fireEvent.pointerEnter(part, { pointerType: 'mouse' });
    fireEvent.pointerLeave(part, { pointerType: 'mouse' });
    expect(onSpot.mock.calls).toEqual([['branch'], [null]]);
    onSpot.mockClear();
    // A finger enters and leaves too, but only its tap counts.
    fireEvent.pointerEnter(other, { pointerType: 'touch' });
    fireEvent.pointerLeave(other, { pointerType: 'touch' });
    fireEvent.click(other);
    expect(document.activeElement).toBe(otherButton);
    expect(onSpot.mock.calls).toEqual([['skip:plain']]);
    expect(element.querySelectorAll('.formula-part')[1]?.getAttribute('class')).toContain('formula-part-lit');
    fireEvent.blur(otherButton);
    expect(onSpot).toHaveBeenLastCalledWith(null);
    fireEvent.focus(button);
    expect(onSpot).toHaveBeenLastCalledWith('branch');
  });
});

describe('MathML', () => {
  it.each([
    ['style', 'padding-left:1em;position:fixed;color:red', { style: { paddingLeft: '1em' } }],
    ['style', 'margin-left:-0.1667em', { style: { marginLeft: '-0.1667em' } }],
    ['style', 'margin-left:-50em;background:url(https://example.org)', {}],
    ['class', 'app tml-left', { className: 'tml-left' }],
    ['width', '1em', { width: '1em' }],
    ['width', '100000em', {}],
    ['href', 'https://example.org', {}],
    ['onclick', 'alert(1)', {}],
    ['constructor', 'true', {}],
  ])('%s="%s" leaves %j', (name, value, props) => {
    expect(propsOf([{ name, value }])).toEqual(props);
  });
});

describe('code', () => {
  it('loses its marks, and keeps other comments', () => {
    expect(
      linesOf('y = f(x)  #: branch\ny = y + x #: skip:plain\nz #: nowhere at all\nw #: nowhere'),
    ).toEqual([
      { text: 'y = f(x)', spot: 'branch' },
      { text: 'y = y + x', spot: 'skip:plain' },
      { text: 'z #: nowhere at all', spot: null },
      { text: 'w #: nowhere', spot: null },
    ]);
  });

  it('lights places up line by line', () => {
    const onSpot = vi.fn();
    const element = shown('```python\nout = self.f(x)  #: branch\nreturn out\n```', onSpot);
    const lines = element.querySelectorAll('.code-line');
    expect(Array.from(lines, ({ textContent }) => textContent)).toEqual(['out = self.f(x)', 'return out']);
    const [button, ...others] = element.querySelectorAll('button');
    expect(others).toEqual([]);
    if (button === undefined) throw new Error('no line can be pointed at');
    fireEvent.focus(button);
    fireEvent.blur(button);
    expect(onSpot.mock.calls).toEqual([['branch'], [null]]);
  });

  it('is coloured as Python, every letter kept', () => {
    const line = 'def f(x, n=1.5): return x if n else "a # b"  # why';
    const words = wordsOf(line);
    expect(words.map(({ text }) => text).join('')).toBe(line);
    expect(words.filter(({ kind }) => kind !== 'other').map(({ text, kind }) => [kind, text])).toEqual([
      ['keyword', 'def'],
      ['number', '1.5'],
      ['keyword', 'return'],
      ['keyword', 'if'],
      ['keyword', 'else'],
      ['text', '"a # b"'],
      ['comment', '# why'],
    ]);
  });
});

describe('places and addresses', () => {
  it.each(['skip', 'skip:plain', 'loss', 'panel:layer', 'study:lesion'])('%s is a place', (name) => {
    expect(spotOf(name)).toBe(name);
  });

  it.each([
    '',
    'skips',
    'loss:plain',
    'panel',
    'panel:',
    'skip:a:b',
    'panel:<b>',
    'constructor',
    '__proto__',
  ])('%j is none', (name) => {
    expect(spotOf(name)).toBeNull();
  });

  it.each([
    'term:constructor',
    'term:nothing',
    'step:0',
    'step:1.5',
    'step:x',
    '/files',
    '#top',
    'file:///etc',
    'mailto:a@b.c',
  ])('%j leads nowhere', (url) => {
    expect(addressOf(url)).toBeNull();
  });
});

const many = (text: string, length: number) => text.repeat(Math.ceil(length / text.length)).slice(0, length);
const MEGABYTE = 1_000_000;

/** Each is shown within the time that a test has, runs nothing, asks for nothing, and loses no step after it. */
const HOSTILE: readonly (readonly [name: string, text: string])[] = [
  ['a script', '<script>alert(1)</script>'],
  ['a script in a paragraph', 'a <script>alert(1)</script> b'],
  ['a picture that fails', '<img src=x onerror=alert(1)>'],
  ['a drawing that loads', '<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>'],
  ['a frame', '<iframe src="https://example.org"></iframe>'],
  ['a style', '<style>*{display:none}</style>'],
  ['a picture', '![alt](https://example.org/a.png "title")'],
  ['a picture by reference', '![alt][a]\n\n[a]: https://example.org/a.png'],
  ['a link to a script', '[x](javascript:alert(1))'],
  ['such a link in capitals', '[x](JaVaScRiPt:alert(1))'],
  ['such a link with a tab', '[x](java&Tab;script:alert(1))'],
  ['such a link with a space', '[x](<  javascript:alert(1)>)'],
  ['an autolink to a script', '<javascript:alert(1)>'],
  ['a link to data', '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)'],
  ['a link to VBScript', '[x](vbscript:msgbox)'],
  ['a link to a blob', '[x](blob:https://example.org/1)'],
  ['a link that is none', '[x](http://)'],
  ['a link without a scheme', '[x](//example.org)'],
  ['a place that is none', '[x](spot:__proto__) [y](term:__proto__) [z](step:-1)'],
  ['a formula with an attribute', '$\\htmlData{onclick=alert(1)}{x}$'],
  ['a formula with a picture', '$\\includegraphics{https://example.org/a.png}$'],
  ['a formula with a link', '$\\href{javascript:alert(1)}{x}$ $\\url{https://example.org}$'],
  ['a formula with a style', '$\\style{position:fixed;inset:0}{x} \\class{app}{y} \\id{root}{z}$'],
  [
    'a formula with a script',
    '$\\text{<script>alert(1)</script>}$ $\\text{</math><img src=x onerror=alert(1)>}$',
  ],
  ['a formula of a macro without end', '$\\def\\a{\\a\\a}\\a$'],
  ['a formula that doubles', `$\\def\\a#1{#1#1}${'\\a{'.repeat(30)}x${'}'.repeat(30)}$`],
  ['a formula that redefines', '$\\gdef\\frac{\\sqrt}\\global\\let\\sum\\prod$ $\\frac{1}{2}$'],
  ['a formula beyond the page', '$\\rule{100000em}{100000em}\\kern{-10000em}x$'],
  ['a formula nested deeply', `$${'\\sqrt{'.repeat(2000)}x${'}'.repeat(2000)}$`],
  ['a formula that is long', `$${many('x+', 9000)}$`],
  ['brackets nested deeply', many('[', MEGABYTE)],
  ['brackets that link', `${many('[', 4900)}a${many('](b)', 4900)}`],
  ['quotes nested deeply', many('>', 9000)],
  ['lists nested deeply', many('1. ', 9000)],
  ['bullets nested deeply', many('- + * ', 9000)],
  ['stars', many('**a *b ', 9900)],
  ['dollars', many('$a$$', 9900)],
  ['code left open', many('`a``', 9900)],
  ['entities', many('&#x6A;&#97;', 9900)],
  ['a megabyte of words', many('word ', MEGABYTE)],
  ['a megabyte of markup', many('*a* [b](http://c.d) $e$\n\n', MEGABYTE)],
  ['signs that turn the direction, and zeros', 'a\u202Eb\u0000c\uFFFEd'],
];

const TAGS = new Set('div p em strong a code span button ul ol li blockquote br hr'.split(' '));
const ATTRIBUTES =
  /^(?:class|href|target|rel|title|translate|type|start|tabindex|data-spot|data-term|aria-.*)$/;

/** What is in an element, and has no business there. */
function oddities(root: Element): string[] {
  return Array.from(root.querySelectorAll('*')).flatMap((element) => {
    const { localName: tag, attributes } = element;
    const isMath = ELEMENTS.has(tag);
    const odd = Array.from(attributes).filter(({ name, value }) => {
      if (name === 'href') return !/^https?:\/\/[^/]/.test(value);
      return !ATTRIBUTES.test(name) && !(isMath && Object.keys(propsOf([{ name, value }])).length > 0);
    });
    return [
      ...(isMath || TAGS.has(tag) ? [] : [tag]),
      ...odd.map(({ name, value }) => `${tag} ${name}=${value}`),
    ];
  });
}

describe('a hostile text', () => {
  it('comes in more than thirty kinds', () => {
    expect(HOSTILE.length).toBeGreaterThan(30);
  });

  it.each(HOSTILE)('%s', (_, text) => {
    const began = process.cpuUsage();
    const element = shown(text, () => undefined);
    // Microseconds of the processor, however much else the machine does.
    expect(process.cpuUsage(began).user).toBeLessThan(4_000_000);
    expect(oddities(element)).toEqual([]);
    cleanup();
    expect(shown('after *that*').innerHTML).toBe('<p>after <em>that</em></p>');
  });

  it.each(PAYLOADS)('as everywhere: %j', (payload) => {
    const element = shown(payload, () => undefined);
    expect(oddities(element)).toEqual([]);
  });

  it('shows what it does not run', () => {
    expect(shown('a <b onclick="x()">c</b>').textContent).toBe('a <b onclick="x()">c</b>');
    expect(shown('[x](javascript:alert(1))').textContent).toBe('[x](javascript:alert(1))');
    expect(shown('![alt](https://example.org/a.png)').innerHTML).toBe('<p>alt</p>');
  });

  it('is shown as it is written where it is too long or too nested', () => {
    expect(readMarkdown('a'.repeat(10_001))).toBeNull();
    expect(readMarkdown('> '.repeat(9))).toBeNull();
    expect(readMarkdown('- - - - - - - - - -')?.children[0]?.type).toBe('thematicBreak');
    expect(shown(many('[', 20_000)).textContent).toHaveLength(20_000);
  });

  it('hands no macro on to the next formula', () => {
    expect(readFormula('\\gdef\\mine{x}\\mine', false)).toHaveProperty('root');
    expect(readFormula('\\mine', false)).toHaveProperty('problem');
  });
});
