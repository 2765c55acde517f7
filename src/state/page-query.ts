/** The query of the address: how a page is looked at, not part of the experiment, which is behind the `#`. */

/** The query with a parameter set to this, or without it where there is nothing to say; whatever else it says stays. */
export function withParameter(search: string, parameter: string, value: string | null): string {
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
