/** What branches are at step 0, as far as the settings say it. */
import type { NetworkConfig } from '../config/schema';

/**
 * Whether every branch begins at 0, whatever comes in. A last norm or filter of 0 sees to it but where an activation stands
 * behind it that makes something of 0, as the sigmoid alone does; a factor of 0 behind all that always does.
 */
export function branchesBeginAtZero({ branchStart, order, activation }: NetworkConfig): boolean {
  if (branchStart === 'plain') return false;
  if (branchStart === 'skip-init') return true;
  return order !== 'activation-before-addition' || activation !== 'sigmoid';
}
