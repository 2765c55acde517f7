/** Letters of scripts that are written from right to left, as far as Unicode has blocks for them. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * A name within a sentence, marked so that its direction does not turn what stands beside it (UAX 9, “Explicit Directional
 * Isolates”). Names that are written as the page is are as they were.
 */
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}
