/** Bytes as they come, as lines of text: also such as a file has that is being written, whose last one is not whole yet. */

/** Longest line that is read, in characters: one layer's row of hook.py is some hundred. */
const LONGEST_LINE = 32 * 2 ** 20;

/** UTF-8, but where a file's first two bytes say UTF-16, as what PowerShell's `>` writes. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

export class LineReader {
  readonly #take: (line: string, number: number) => void;
  readonly #tooLong: (number: number) => void;
  #decoder: TextDecoder | null = null;
  #rest = '';
  #isTooLong = false;
  #number = 0;

  /**
   * @param take Hears each line, without its end, and its number, from 1 on.
   * @param tooLong Hears of one that is longer than can be read, which is passed over.
   */
  constructor(take: (line: string, number: number) => void, tooLong: (number: number) => void) {
    this.#take = take;
    this.#tooLong = tooLong;
  }

  /** Whether bytes of a line are there whose end is not. */
  get isWithin(): boolean {
    return this.#rest !== '' || this.#isTooLong;
  }

  push(bytes: Uint8Array): void {
    this.#decoder ??= new TextDecoder(encodingOf(bytes));
    const text = this.#decoder.decode(bytes, { stream: true });
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#line(this.#rest + text.slice(from, end));
      this.#rest = '';
      from = end + 1;
    }
    if (from < text.length) this.#keep(from === 0 ? text : text.slice(from));
  }

  /** Gives out what is left, as the last line. */
  end(): void {
    if (this.isWithin) this.#line(this.#rest);
    this.#rest = '';
  }

  #keep(text: string): void {
    if (this.#isTooLong) return;
    this.#rest += text;
    if (this.#rest.length <= LONGEST_LINE) return;
    this.#rest = '';
    this.#isTooLong = true;
  }

  #line(line: string): void {
    this.#number++;
    if (this.#isTooLong) {
      this.#isTooLong = false;
      this.#tooLong(this.#number);
    } else this.#take(line.endsWith('\r') ? line.slice(0, -1) : line, this.#number);
  }
}
