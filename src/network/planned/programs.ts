/** Programs that were planned on a machine, to be run again. */
import type { LanePlan } from '../../architecture/plan-experiment';
import type { Machine } from '../../ops/simd/machine';
import { Program, type ProgramOptions } from './program';

/** Programs that are kept: four lanes train, are watched and tested. */
const KEPT = 12;

interface Known {
  readonly plan: LanePlan;
  readonly key: string;
  readonly program: Program;
}

/** By machine, the one that ran last at the end. */
const known = new WeakMap<Machine, Known[]>();

/** The program for a plan, planned where there is none. It may be gone as soon as others have been asked for. */
export function programOf(machine: Machine, plan: LanePlan, options: ProgramOptions): Program {
  const programs = known.get(machine) ?? [];
  known.set(machine, programs);
  const { count, mode, isNoisy = false, watches = 'nothing' } = options;
  const key = [count, mode, isNoisy, watches].join();
  const place = programs.findIndex((one) => one.plan === plan && one.key === key);
  const [found] = place < 0 ? [] : programs.splice(place, 1);
  if (found === undefined && programs.length >= KEPT) programs.shift()?.program.dispose();
  const program = found?.program ?? new Program(machine, plan, options);
  programs.push({ plan, key, program });
  return program;
}

/** Forgets all programs of a machine, and frees their memory. */
export function forgetPrograms(machine: Machine): void {
  for (const { program } of known.get(machine) ?? []) program.dispose();
  known.delete(machine);
}
