/** Which runs are at hand in tabs of this browser: each holds a lock by the name of its own, which goes with it. */

const PREFIX = 'resnet-explorer-run-';

export class OpenRuns {
  /** Undefined in older browsers, and where a page is not secure. */
  readonly #locks: LockManager | undefined;
  #held: string | null = null;
  #release: () => void = () => undefined;

  constructor({ locks }: { readonly locks?: LockManager }) {
    this.#locks = locks;
  }

  /** This run is the one at hand in this tab, and no other. */
  hold(id: string): void {
    if (id === this.#held) return;
    this.release();
    this.#held = id;
    const until = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    // Refused where the page is not allowed to keep anything: then no tab sees the runs of another.
    this.#locks?.request(PREFIX + id, () => until).catch(() => undefined);
  }

  /** The same where no other tab has it; false where one has. Of tabs that ask at once, one gets it. */
  async claim(id: string): Promise<boolean> {
    if (id === this.#held) return true;
    try {
      return await new Promise<boolean>((resolve, reject) => {
        if (this.#locks === undefined) {
          resolve(true);
          return;
        }
        const until = (lock: Lock | null): Promise<void> | undefined => {
          resolve(lock !== null);
          if (lock === null) return undefined;
          this.release();
          this.#held = id;
          return new Promise<void>((release) => {
            this.#release = release;
          });
        };
        this.#locks.request(PREFIX + id, { ifAvailable: true }, until).catch(reject);
      });
    } catch {
      return true;
    }
  }

  /** Whether it is at hand in another tab. */
  async isElsewhere(id: string): Promise<boolean> {
    return id !== this.#held && (await this.all()).includes(id);
  }

  /** None is at hand in this tab any more. */
  release(): void {
    this.#release();
    this.#held = null;
  }

  /** Ids of all, in all tabs. */
  async all(): Promise<readonly string[]> {
    try {
      const { held = [] } = (await this.#locks?.query()) ?? {};
      return held.flatMap(({ name }) => (name?.startsWith(PREFIX) === true ? name.slice(PREFIX.length) : []));
    } catch {
      return [];
    }
  }
}
