/**
 * What a log shows that is known to keep networks from training: a table of rules, each with its threshold, what it rests on, and
 * experiments of the page to try. A rule tells what it measured, that it found nothing, or that the file does not show it; what
 * neither of these is claimed.
 */
import { RULES, type RuleId } from './rules/rules';
import type { Finding, Rule } from './rules/rule';
import type { Log } from './summary';

export interface Diagnosis {
  /** What holds, the gravest first. */
  readonly found: readonly (Finding & { readonly rule: Rule; readonly id: RuleId })[];
  /** Rules that were looked at and do not hold. */
  readonly fine: readonly RuleId[];
  /** Rules that the file does not say enough for. */
  readonly unknown: readonly RuleId[];
}

export function diagnose(log: Log): Diagnosis {
  const found: (Finding & { rule: Rule; id: RuleId })[] = [];
  const fine: RuleId[] = [];
  const unknown: RuleId[] = [];
  for (const id of Object.keys(RULES) as RuleId[]) {
    const rule: Rule = RULES[id];
    const outcome = rule.check(log, rule.threshold);
    if (outcome === 'fine') fine.push(id);
    else if (outcome === 'unknown') unknown.push(id);
    else found.push({ ...outcome, rule, id });
  }
  return { found, fine, unknown };
}
