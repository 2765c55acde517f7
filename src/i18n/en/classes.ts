/** English texts: the classes of the data sets, which are called in English where they come from. */
export const className = (name: string): string => name;
