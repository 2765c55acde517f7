/** What `npm run pytorch` runs, one by one. */

/** What a check has at hand. */
export interface PytorchTools {
  /** A Python that has torch and numpy. */
  readonly python: string;
  /** An empty folder of its own, gone afterwards. */
  readonly folder: string;
  /** Only what has this in its name is asked for, where a check has many to choose from; all have nothing. */
  readonly only: string;
  /** Tells of one comparison, in words; `failure` says what was wrong with it, and null that nothing was. */
  readonly report: (name: string, failure: string | null) => void;
}

/** Something of ours that PyTorch and its readers are asked about. */
export interface PytorchCheck {
  readonly name: string;
  /** Python's modules that it needs besides: where one is missing it is left out, and that is told. */
  readonly needs?: readonly string[];
  /** What it throws is a failure of its own. */
  readonly run: (tools: PytorchTools) => Promise<void>;
}
