/** Whether the page is laid out for paper: then it shows what there is to read, and none of what there is to press. */
import { createStore } from 'zustand/vanilla';

export interface Printing {
  readonly printing: boolean;
  /** When it was last laid out for paper, in the reader's words; empty before the first time. */
  readonly date: string;
}

export const printingStore = createStore<Printing>()(() => ({ printing: false, date: '' }));
