/** Calls back after so many milliseconds; returns what cancels it. Tests bring their own. */
export type Delay = (callback: () => void, milliseconds: number) => () => void;

export const delayed: Delay = (callback, milliseconds) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};
