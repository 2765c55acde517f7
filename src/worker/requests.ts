/** What the page has asked for in the current run and has not got yet. Taken in at once, carried out in the session's turns. */
import type { InstrumentName } from '../architecture/instruments';
import type { InspectionRequest } from '../contract/inspections';
import type { Command } from '../contract/messages';

type Switch = Extract<Command, { type: 'switch' }>;
type Samples = Extract<Command, { type: 'samples' }>;

export class Requests {
  /** Single steps. */
  steps = 0;
  #switches: Switch[] = [];
  #rate: number | null = null;
  #watch: readonly InstrumentName[] | null = null;
  #samples: Samples | null = null;
  /** The newest of each kind. */
  readonly #inspections = new Map<string, InspectionRequest>();

  /** Another run has nothing to do with them. */
  clear(): void {
    this.steps = 0;
    this.#switches = [];
    this.#rate = null;
    this.#watch = null;
    this.#samples = null;
    this.#inspections.clear();
  }

  addSwitch(command: Switch): void {
    this.#switches.push(command);
  }

  get hasSwitches(): boolean {
    return this.#switches.length > 0;
  }

  /** The learning rate from the next step on; the newest counts. */
  setRate(rate: number): void {
    this.#rate = rate;
  }

  get hasRate(): boolean {
    return this.#rate !== null;
  }

  takeRate(): number | null {
    const rate = this.#rate;
    this.#rate = null;
    return rate;
  }

  /** All switches, in the order in which they were thrown. */
  takeSwitches(): readonly Switch[] {
    return this.#switches.splice(0);
  }

  /** What is to be measured from the next turn on; the newest counts. */
  setWatch(instruments: readonly InstrumentName[]): void {
    this.#watch = instruments;
  }

  /** Whether other things are to be measured than were asked for before. */
  get hasWatch(): boolean {
    return this.#watch !== null;
  }

  takeWatch(): readonly InstrumentName[] {
    const watch = this.#watch ?? [];
    this.#watch = null;
    return watch;
  }

  /** Replaces an older look of the same kind. */
  addInspection(request: InspectionRequest): void {
    this.#inspections.set(request.kind, request);
  }

  get hasInspections(): boolean {
    return this.#inspections.size > 0;
  }

  takeInspection(): InspectionRequest | null {
    const [request = null] = this.#inspections.values();
    if (request !== null) this.#inspections.delete(request.kind);
    return request;
  }

  /** Waits until the data are there; the newest counts. */
  setSamples(command: Samples): void {
    this.#samples = command;
  }

  takeSamples(): Samples | null {
    const samples = this.#samples;
    this.#samples = null;
    return samples;
  }
}
