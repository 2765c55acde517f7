/** One file at a time is made and saved; what became of it is told. */
import { useRef, useState } from 'react';
import { download } from '../../charts/export/save';
import { reasonOf, type Making } from './make';

export type Taking =
  | { readonly kind: 'idle' }
  /** `key`: of the button that was pressed. */
  | { readonly kind: 'making'; readonly key: string; readonly share: number | null }
  | { readonly kind: 'saved'; readonly name: string; readonly size: number }
  | ({ readonly kind: 'failed' } & ReturnType<typeof reasonOf>);

export function useTaking(): {
  readonly taking: Taking;
  /** Nothing happens while another file is made. */
  readonly begin: (key: string, make: Making) => void;
  readonly cancel: () => void;
} {
  const [taking, setTaking] = useState<Taking>({ kind: 'idle' });
  const making = useRef<AbortController | null>(null);
  const run = async (key: string, make: Making, own: AbortController): Promise<void> => {
    const tell = (news: Taking): void => {
      if (making.current === own) setTaking(news);
    };
    tell({ kind: 'making', key, share: null });
    try {
      const onProgress = (share: number | null): void => tell({ kind: 'making', key, share });
      const { name, blob } = await make({ onProgress, signal: own.signal });
      if (own.signal.aborted) return;
      download(name, blob);
      tell({ kind: 'saved', name, size: blob.size });
    } catch (error) {
      tell({ kind: 'failed', ...reasonOf(error) });
    } finally {
      if (making.current === own) making.current = null;
    }
  };
  return {
    taking,
    begin: (key, make) => {
      if (making.current !== null) return;
      making.current = new AbortController();
      void run(key, make, making.current);
    },
    cancel: () => {
      const own = making.current;
      making.current = null;
      setTaking({ kind: 'idle' });
      own?.abort();
    },
  };
}
