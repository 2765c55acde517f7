/** Changing parts of the network of the experiment on the page. */
import type { NetworkConfig } from '../../config/schema';
import { changeExperiment } from '../../state/experiment';
import { useExperiment } from '../hooks';

export function useNetworkChange(): (part: Partial<NetworkConfig>) => void {
  const config = useExperiment();
  return (part) => changeExperiment({ ...config, network: { ...config.network, ...part } });
}
