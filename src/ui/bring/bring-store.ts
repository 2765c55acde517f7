/** What a reader brings: files held over the page or dropped anywhere on it, and the dialog. In the first load: it is little. */
import { createStore } from 'zustand/vanilla';

/** Parts of the dialog. */
export type DoorId = 'images' | 'weights' | 'logs';

/** Those that can be opened, in their order. */
export const DOOR_IDS: readonly DoorId[] = ['images', 'weights', 'logs'];

/** A thing that was dropped, as it was handed over while the event lasted. */
export interface Dropped {
  /** A file or a folder; null where the browser tells none. */
  readonly entry: FileSystemEntry | null;
  /** Null for a folder. */
  readonly file: File | null;
  /** What a file that grows can be read by again; null where the browser has no such thing. */
  readonly handle: Promise<FileSystemHandle | null> | null;
}

export const bringStore = createStore<{
  /** Whether files are held over the page. */
  readonly isOver: boolean;
  /** What was dropped and is not looked at yet. */
  readonly dropped: readonly Dropped[] | null;
  readonly isOpen: boolean;
  /** The part that is shown, or would be. */
  readonly door: DoorId;
  /** Files for a part, until it takes them. */
  readonly brought: Readonly<Partial<Record<DoorId, readonly File[]>>>;
}>()(() => ({ isOver: false, dropped: null, isOpen: false, door: 'images', brought: {} }));

/** Opens the dialog, at a part, with files for it. */
export function openBring(door: DoorId = bringStore.getState().door, files: readonly File[] = []): void {
  const { brought } = bringStore.getState();
  bringStore.setState({
    isOpen: true,
    door,
    brought: files.length === 0 ? brought : { ...brought, [door]: files },
  });
}

export function closeBring(): void {
  bringStore.setState({ isOpen: false });
}

type Item = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

const handedOver = (item: Item): Dropped => {
  const entry = item.webkitGetAsEntry();
  return {
    entry,
    file: entry?.isDirectory === true ? null : item.getAsFile(),
    handle: item.getAsFileSystemHandle?.().catch(() => null) ?? null,
  };
};

const TYPES = ['dragover', 'drop'] as const;

/** Takes what is dropped on the page; `BringHost.tsx` does what is to be done with it. Returns what ends that. */
export function takeDropped(): () => void {
  const drag = (event: DragEvent): void => {
    const files = event.dataTransfer;
    if (files?.types.includes('Files') !== true) return;
    event.preventDefault();
    if (event.type === 'dragover') {
      bringStore.setState({ isOver: true });
      return;
    }
    const items = [...files.items].filter(({ kind }) => kind === 'file');
    bringStore.setState({ isOver: false, dropped: items.map(handedOver) });
  };
  for (const type of TYPES) addEventListener(type, drag);
  return () => {
    for (const type of TYPES) removeEventListener(type, drag);
  };
}
