/** English texts: charts. */
export const charts = {};
