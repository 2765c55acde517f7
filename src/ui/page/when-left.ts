/** For fields that take effect when they are left. */
import type { FocusEvent } from 'react';

/** A handler of `blur` that acts where somebody left the field: not where it was taken out of sight with what is typed in it. */
export const whenLeft =
  (act: () => void) =>
  ({ currentTarget }: FocusEvent): void => {
    if (currentTarget.getClientRects().length > 0) act();
  };
