/** The pinned runs, for all of the page that shows them. */
import { useEffect } from 'react';
import { pins } from '../../state/pins';

/** Keeps the pinned runs as the browser has them, for all panels that show them. */
export function usePins(): void {
  useEffect(() => {
    pins.load();
    // Another tab has pinned or removed one.
    const onStorage = ({ key }: StorageEvent) => pins.sync(key);
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, []);
}
