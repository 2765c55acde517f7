/** Chinese texts: a page that works without a network, and one that is older than what its server has. */
import type { offline as English } from '../en/offline';

export const offline: typeof English = {
  works: '可离线使用。',
  newVersion: '有新版本，可随时重新加载。',
  reload: '重新加载',
  later: '稍后',
};
