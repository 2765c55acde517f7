/** What `npm run pytorch` runs, one by one. */

/** What a check has at hand. */
export interface PytorchTools {
  /** A Python that has torch and numpy. */
  readonly python: string;
  /** An empty folder of its own, gone afterwards. */
  readonly folder: string;
  /** Tells of one comparison, in words; `failure` says what was wrong with it, and null that nothing was. */
  report(name: string, failure: string | null): void;
}

/** Something of ours that PyTorch and its readers are asked about. */
export interface PytorchCheck {
  readonly name: string;
  /** What it throws is a failure of its own. */
  run(tools: PytorchTools): Promise<void>;
}
