/** A file that is not what it was read as. */

export type FormatCode =
  /** It ends before what it says of itself. */
  | 'truncated'
  /** It is another kind of file. */
  | 'not-that'
  /** It, or what it would become, is beyond a limit. */
  | 'too-large'
  /** It is in order, and has what is not read here. */
  | 'unsupported'
  /** It contradicts itself, or the format. */
  | 'malformed';

/** Facts for a sentence; names are the file's own or the format's, and no words. */
export interface FormatDetail {
  /** What of the file is meant: a file in an archive, a tensor, a field of a header. */
  readonly at?: string;
  /** What had to be there; a limit where the code is `too-large`. */
  readonly expected?: string | number;
  readonly found?: string | number;
}

export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly code: FormatCode;
  readonly detail: FormatDetail;

  constructor(code: FormatCode, detail: FormatDetail = {}) {
    const facts = Object.entries(detail).map(([fact, value]) => `${fact} ${value}`);
    super([code, ...facts].join(', '));
    this.code = code;
    this.detail = detail;
  }
}
