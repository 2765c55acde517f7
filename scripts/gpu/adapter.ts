/** Whether the adapter that the browser offers is one to measure on, in sentences for who runs `npm run gpu`. */
import type { Adapter } from '../../src/engine/gpu';

export type Verdict = { readonly note: string } | { readonly refusal: string };

/** @param software Whether an adapter in software was asked for. */
export function judgeAdapter(adapter: Adapter | 'none' | 'silent', software: boolean): Verdict {
  if (adapter === 'none')
    return {
      refusal: `The browser here offers no WebGPU adapter, so nothing was measured.${software ? '' : ' `npm run gpu -- --software --quick` shows the program on one in software.'}`,
    };
  if (adapter === 'silent')
    return {
      refusal: 'The browser asked its driver for an adapter and had no answer; nothing was measured.',
    };
  if (adapter.software && !software)
    return {
      refusal: `The only adapter here is one in software (${adapter.detail}), which tells nothing of a GPU; nothing was measured. \`npm run gpu -- --software --quick\` shows the program on it.`,
    };
  return {
    note: adapter.software
      ? `These are numbers of an adapter in software (${adapter.detail}), not of a GPU: only the program is shown by them.`
      : `Adapter: ${adapter.detail}.`,
  };
}
