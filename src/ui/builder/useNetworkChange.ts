/** Changing parts of the network that the builder edits. */
import type { NetworkConfig } from '../../config/schema';
import { changeView, useEditedView } from '../page/edited';

export function useNetworkChange(): (part: Partial<NetworkConfig>) => void {
  const config = useEditedView();
  return (part) => changeView({ ...config, network: { ...config.network, ...part } });
}
