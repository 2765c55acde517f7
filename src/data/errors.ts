/** What can go wrong with data, so that the page can say it in its reader's words. */

/**
 * `network`: no answer, or it broke off; `http`: the server refused; `corrupt`: bytes that are not what the manifest
 * says; `format`: a manifest that this version cannot read.
 */
export type DataErrorCode = 'network' | 'http' | 'corrupt' | 'format';

export class DataError extends Error {
  override readonly name = 'DataError';
  readonly code: DataErrorCode;

  constructor(code: DataErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
