/** English texts: a part of the page that failed, while all others go on. */
export const parts = {
  failed: (name: string): string => `“${name}” could not be shown`,
  missing: (name: string): string => `The code of “${name}” did not arrive`,
  restGoesOn: 'Training and the rest of the page go on.',
  again: 'Try again',
  /** Names of parts that have none on the page. */
  names: {
    header: 'Header',
    notices: 'Notices',
    legend: 'Legend and selected blocks',
    layout: 'Spans and panels',
  },
};
