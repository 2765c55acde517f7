/**
 * Watches for words in Latin letters on a page that speaks a language of another script: whatever is shown, said or written on a
 * tab, at any moment of a test.
 */
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** Texts with Latin letters, each with the place where it was first seen. */
    latinTextsOfTest: Map<string, string>;
  }
}

/** What is read to those who do not see it, or shown when pointed at. */
const ATTRIBUTES = [
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'title',
  'placeholder',
  'alt',
  'label',
];

/**
 * What a text of any language may have: names of this page, of networks, methods, programs, people and papers, signs of formulas,
 * names in links and files, keys and units.
 */
const NAMES = [
  // Files that are taken along.
  'resnet-explorer[\\w.-]*',
  // Files that the page is made of, as a message names one that did not arrive.
  '/[\\w./-]+\\.(?:js|css|wasm|bin)',
  // What stands in a link, in quotes as a notice has it, and where a paper is found.
  '“[\\w?=.-]*”|（可选 [^）]*）|改用 [\\w-]+|不是 [\\w、]+ 之一|“Delving deep”|[?&#]\\w+=|\\w+=\\d|arXiv:?[\\d.]*|CS231n, “[^”]*”',
  // People and years.
  'Huang, Liu, van der Maaten, Weinberger 2017|He, Zhang, Ren, Sun',
  '(?:[A-Z][\\p{L}-]+(?: (?:van der )?[A-Z][\\p{L}-]+)*(?:, | & |、| 与 | ?和 ?)?)+(?: et al\\.)?(?:（[^）]*）)? ?\\d{4}|He et al\\.|LeCun|Veit',
  '[A-Z]\\p{L}+(?:(?:、| 和 | 与 )[A-Z]\\p{L}+)*(?: 等人)?[（，]\\d{4}',
  // The page, and networks.
  'ResNet Explorer|ResNeXt|ResNet|resnet|PyTorch|LeNet|AlexNet|VGG|DenseNet|BC|ImageNet|CIFAR|Fashion-MNIST|[Ee]moji|English|EN',
  // Methods and their parts.
  'ReLU|Leaky|ELU|SELU|GELU|SiLU|Swish|Mish|Softplus|tanh|sigmoid|[Ss]oftmax|logits?|log|mean|sin|cos|exp|BN|GN|LN|SE|NaN|RMS|float32',
  'Hard-swish|Sigmoid|SkipInit|torchvision|MACs|FLOPs|WRN|SGD|Nesterov|Adam|AdamW|RMSProp|Kaiming|Glorot|Xavier|Fixup|He|[Cc]utout|Dropout|fan|RGB',
  // Layers, as code has them, and what a link offers.
  '(?:features|classifier)(?:\\.\\w+)*|lenet|alexnet|vgg|densenet|lr|conv\\d*|fc|layer\\d|downsample|bn\\d?|wasm-relaxed|wasm|webgpu|cpu',
  // Of the machine and of files.
  'Markdown|(?:spot|term):[\\w-]+|GPU|CPU|WebGPU|WebAssembly|SIMD|tfjs|web worker|SVG|PNG|JPEG|WebP|GIF|CSV|JSON|QR|TB|MB|GB|kB|ms',
  'zip|npz|npy|IDX|NumPy|Python|pickle|https|[NHWC](?:×[NHWC])+',
  'ZIP|IPYNB|ONNX|Netron|onnxruntime|safetensors',
  // Keys.
  'Ctrl|Shift|Alt|Enter|Escape|Esc|Insert|Delete|Home|End',
] as const;

/**
 * What is no text: code, formulas, keys, papers by their authors and titles, links and frames, credits, which are names and
 * licences, and what the document says before its scripts have arrived.
 */
const LEFT_OUT =
  'script, style, noscript, code, math, kbd, cite, .term-source, .share-frame textarea, .share-link, .print-head, .article-printed, .footer, .loading';

/** Notes each text from now on. To be called before the page is opened; returns those that are left without `names`. */
export async function watchLatin(
  page: Page,
  names: readonly RegExp[] = [],
): Promise<() => Promise<string[]>> {
  await page.addInitScript(
    ({ attributes, leftOut }) => {
      window.latinTextsOfTest = new Map();
      // A part in another language says so.
      const isOurs = (element: Element | null): boolean =>
        element !== null &&
        element.closest(leftOut) === null &&
        (element.closest('[lang]')?.getAttribute('lang') ?? '').startsWith('zh');
      const place = (element: Element): string => {
        const parts: string[] = [];
        for (let at: Element | null = element; at !== null && parts.length < 3; at = at.parentElement) {
          const id = at.getAttribute('data-testid') ?? at.getAttribute('class') ?? '';
          parts.unshift(`${at.tagName.toLowerCase()}${id === '' ? '' : `.${id}`}`);
        }
        return parts.join(' > ');
      };
      const note = (text: string, element: Element | null, what: string): void => {
        if (element === null || !/[A-Za-z]{2}/.test(text) || !isOurs(element)) return;
        const all = window.latinTextsOfTest;
        if (!all.has(text)) all.set(text, `${what} ${place(element)}`);
      };
      const look = (root: Node): void => {
        if (root instanceof Text) return note(root.data, root.parentElement, 'text');
        if (!(root instanceof Element)) return;
        for (const element of [root, ...root.querySelectorAll('*')]) {
          for (const name of attributes) {
            const text = element.getAttribute(name);
            if (text !== null) note(text, element, name);
          }
          for (const child of element.childNodes) {
            if (child instanceof Text) note(child.data, element, 'text');
          }
        }
      };
      new MutationObserver((records) => {
        for (const { type, target, addedNodes, attributeName } of records) {
          if (type === 'childList') addedNodes.forEach(look);
          else if (type === 'characterData') look(target);
          else if (target instanceof Element && attributeName !== null) {
            note(target.getAttribute(attributeName) ?? '', target, attributeName);
          }
        }
      }).observe(document, {
        childList: true,
        characterData: true,
        subtree: true,
        attributes: true,
        attributeFilter: [...attributes],
      });
    },
    { attributes: ATTRIBUTES, leftOut: LEFT_OUT },
  );
  const known = new RegExp(`(?<![A-Za-z])(?:${NAMES.join('|')})(?![A-Za-z])`, 'gu');
  return async () => {
    const all = await page.evaluate(() => [...window.latinTextsOfTest]);
    return all
      .filter(([text]) => {
        const rest = [...names, known].reduce((left, name) => left.replaceAll(name, ''), text);
        return /[A-Za-z]{2}/.test(rest);
      })
      .map(([text, where]) => `${where}: ${text.trim()}`);
  };
}
