/** English texts: ui. */
export const ui = {};
