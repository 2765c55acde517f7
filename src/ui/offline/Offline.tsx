/** The place of what the page says about working offline. Its code comes once the first gradients are shown, and keeps the rest. */
import { useEffect, useState, type ComponentType } from 'react';
import { useStore } from 'zustand';
import { runStore } from '../../state/run';

export function Offline() {
  const [Notes, setNotes] = useState<ComponentType | null>(null);
  const mayCome = useStore(runStore, ({ isMeasured, status }) => isMeasured || status.kind === 'failed');
  useEffect(() => {
    // Where it does not come, the page is as good as without.
    if (mayCome)
      import('./OfflineNotes').then(
        ({ OfflineNotes }) => setNotes(() => OfflineNotes),
        () => undefined,
      );
  }, [mayCome]);
  return Notes && <Notes />;
}
