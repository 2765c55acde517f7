/** English texts: notices. */
export const notices = {};
