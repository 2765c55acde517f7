/** The query of the address: how a page is looked at, not part of the experiment, which is behind the `#`. */

/**
 * All that the page says in its query. None of it is handed on with an experiment: it is about the machine that runs it, and
 * about what whoever looks at it has opened.
 */
const PARAMETERS = ['backend', 'layers', 'layout', 'lines', 'open', 'panels'] as const;
export type Parameter = (typeof PARAMETERS)[number];

/** The query without what the page says in it: what remains is the host's, which may need it. */
export function withoutParameters(search: string): string {
  return PARAMETERS.reduce((rest, parameter) => withParameter(rest, parameter, null), search);
}

/** The query with a parameter set to this, or without it where there is nothing to say; whatever else it says stays. */
export function withParameter(search: string, parameter: Parameter, value: string | null): string {
  const query = new URLSearchParams(search);
  if (value === null) query.delete(parameter);
  else query.set(parameter, value);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/**
 * Says something else in the query of the address, without a new entry of the history. Browsers refuse too many changes in a
 * row: then the page looks as chosen all the same.
 */
export function changeQuery(change: (search: string) => string): void {
  try {
    const address = new URL(window.location.href);
    address.search = change(address.search);
    window.history.replaceState(window.history.state, '', address);
  } catch {
    // Said above.
  }
}
